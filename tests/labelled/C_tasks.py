"""Tasks of asyncio that nobody owns."""
import asyncio
import contextlib
import logging

log = logging.getLogger(__name__)

# item: C55 bug: the result of create_task is dropped
async def publish(broker, topic, message):
    async def send():
        await broker.connect()
        await broker.write(topic, message)

    asyncio.create_task(send())  # expect: dangling-task
    return len(message)


# item: C56 bug: the only owner is a local, which dies with the method
class Heartbeat:
    def __init__(self, transport):
        self.transport = transport

    async def beat(self):
        while True:
            await self.transport.ping()
            await asyncio.sleep(5)

    def start(self):
        task = asyncio.ensure_future(self.beat())  # expect: dangling-task
        log.debug("heartbeat started: %s", task.done())


# item: C57 bug: through the loop object, in a loop
class Fanout:
    def __init__(self, sinks):
        self.sinks = sinks

    async def emit(self, event):
        loop = asyncio.get_running_loop()
        for sink in self.sinks:
            loop.create_task(sink.handle(event))  # expect: dangling-task


# item: C58 bug: only a callback is added, no owner
def schedule_refresh(cache, key):
    def done(t):
        log.info("refreshed %s: %s", key, t.cancelled())

    asyncio.create_task(cache.refresh(key)).add_done_callback(done)  # expect: dangling-task
    return key


# item: C59 clean: kept in a set until it is done
class Background:
    def __init__(self):
        self._tasks = set()

    def spawn(self, coro):
        task = asyncio.create_task(coro)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return None


# item: C60 clean: awaited later in the same function
async def load_page(client, url):
    head = asyncio.create_task(client.head(url))
    body = await client.get(url)
    info = await head
    return info, body


# item: C61 clean: the task group is the owner
async def crawl(urls, fetch):
    async with asyncio.TaskGroup() as group:
        for url in urls:
            group.create_task(fetch(url))


# item: C62 clean: gathered
async def fetch_everything(client, urls):
    tasks = [asyncio.create_task(client.get(u)) for u in urls]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    return dict(zip(urls, results))


# item: C63 clean: stored in the object, cancelled on stop
class Service:
    def __init__(self):
        self._runner = None

    async def _run(self):
        while True:
            await asyncio.sleep(1)

    async def start(self):
        self._runner = asyncio.create_task(self._run(), name="service")

    async def stop(self):
        self._runner.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._runner


# item: C64 clean: returned to the caller
def start_reader(stream, sink):
    async def pump():
        async for chunk in stream:
            sink.write(chunk)
    return asyncio.ensure_future(pump())


# item: C65 clean: create_task of another kind of object
class Tracker:
    def __init__(self, api):
        self.api = api

    def report(self, title, body):
        self.api.create_task(title=title, body=body)
        self.api.commit()


# item: C66 clean: the local lives as long as the coroutine waits
async def with_timeout(coro, event):
    task = asyncio.create_task(coro)
    try:
        await asyncio.wait_for(event.wait(), 10)
    finally:
        task.cancel()

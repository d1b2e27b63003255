"""What is kept too long: errors, caches, finalizers, tasks, tables, by services, scripts and training loops."""
import asyncio
import atexit
import functools
import logging
import socketserver
import sys
import threading
import time
import traceback
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

log = logging.getLogger("fourth")


# item: C301 bug: the health check of a service keeps the exception for the status page
class HealthCheck:
    def __init__(self, probes):
        self.probes = probes
        self.failures = {}

    async def run_all(self):
        for name, probe in self.probes.items():
            try:
                await probe()
            except (OSError, asyncio.TimeoutError) as exc:
                log.warning("probe %s failed: %s", name, exc)
                self.failures[name] = (time.time(), exc)  # expect: exception-outlives-handler
            else:
                self.failures.pop(name, None)


# item: C302 clean: the status page gets the words
class StatusPage:
    def __init__(self):
        self.failures = {}

    def run(self, name, probe):
        try:
            probe()
        except Exception as exc:
            self.failures[name] = "%s: %s" % (type(exc).__name__, exc)
        else:
            self.failures.pop(name, None)


# item: C303 bug: a result object per row of an import keeps what went wrong
class RowResult:
    def __init__(self, number, error=None):
        self.number = number
        self.error = error


class Importer:
    def __init__(self, convert):
        self.convert = convert
        self.results = []

    def load(self, rows):
        for number, row in enumerate(rows):
            try:
                self.convert(row)
            except ValueError as err:
                result = RowResult(number, err)
                self.results.append(result)  # expect: exception-outlives-handler
                # also: exception-outlives-handler


# item: C304 clean: the result has the text and the type
class CleanImporter:
    def __init__(self, convert):
        self.convert = convert
        self.results = []

    def load(self, rows):
        for number, row in enumerate(rows):
            try:
                self.convert(row)
            except ValueError as err:
                self.results.append(RowResult(number, str(err)))


# item: C305 bug: a context manager for tests remembers the error it swallowed
class Swallow:
    error = None

    def __init__(self, *kinds):
        self.kinds = kinds

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc, trace):
        if exc is None:
            return False
        if issubclass(exc_type, self.kinds):
            self.error = exc  # expect: exception-outlives-handler
            return True
        return False


# item: C306 clean: the timer looks at what it got and forgets it
class Timer:
    def __init__(self, name):
        self.name = name
        self.failed = None

    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, exc_type, exc, trace):
        self.seconds = time.perf_counter() - self.start
        self.failed = exc_type is not None
        if exc is not None:
            log.info("%s failed after %.1f s: %s", self.name, self.seconds, exc)


# item: C307 bug: retries remember the last error in a local and give up without it
def fetch_with_retries(fetch, urls, attempts=3):
    last = None
    for url in urls:
        for attempt in range(attempts):
            try:
                return fetch(url)
            except OSError as exc:
                last = exc  # expect: exception-frame-cycle
    log.error("gave up: %s", last)
    return None


# item: C308 clean: only the message is carried out of the loop
def fetch_quietly(fetch, urls, attempts=3):
    last = ""
    for url in urls:
        for attempt in range(attempts):
            try:
                return fetch(url)
            except OSError as exc:
                last = repr(exc)
                continue
    log.error("gave up: %s", last)
    return None


# item: C309 bug: predictions of a model object are cached on the method by text
class Classifier:
    def __init__(self, weights):
        self.weights = weights

    @lru_cache(maxsize=4096)  # expect: cached-method-pins-self
    def score(self, text):
        return sum(self.weights.get(word, 0.0) for word in text.split())

    def label(self, text):
        return "spam" if self.score(text) > 0.5 else "ham"


# item: C310 clean: the cached function of the module has a bound and no self
@lru_cache(maxsize=1024)
def normalise(text):
    return " ".join(text.lower().split())


class Normaliser:
    def __init__(self, texts):
        self.texts = texts

    @cached_property
    def cleaned(self):
        return [normalise(text) for text in self.texts]


# item: C311 bug: each uploader leaves its flush in the list of exit functions
class Uploader:
    def __init__(self, client, size=100):
        self.client = client
        self.size = size
        self.pending = []
        self._register()

    def _register(self):
        atexit.register(self.flush)  # expect: bound-method-in-finalizer

    def flush(self):
        for item in self.pending:
            self.client.send(item)
        self.pending.clear()


# item: C312 clean: the finalizer works on the list, which does not know the object
def _send_all(client, pending):
    while pending:
        client.send(pending.pop())


class WeakUploader:
    def __init__(self, client):
        self.client = client
        self.pending = []
        self._finalizer = weakref.finalize(self, _send_all, client, self.pending)

    def close(self):
        self._finalizer()


# item: C313 bug: a websocket hub sends to all clients and drops the tasks
class Hub:
    def __init__(self):
        self.clients = set()

    async def publish(self, message):
        loop = asyncio.get_running_loop()
        for client in list(self.clients):
            loop.create_task(client.send(message))  # expect: dangling-task
        log.debug("published to %d", len(self.clients))


# item: C314 clean: the tasks of the hub live in a set until they are done
class TidyHub:
    def __init__(self):
        self.clients = set()
        self.tasks = set()

    async def publish(self, message):
        for client in list(self.clients):
            task = asyncio.create_task(client.send(message))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)


# item: C315 bug: the refresher is started in a method and its task is a local
class Tokens:
    def __init__(self, fetch):
        self.fetch = fetch
        self.value = None

    async def _refresh(self):
        while True:
            self.value = await self.fetch()
            await asyncio.sleep(300)

    async def start(self):
        refresher = asyncio.create_task(self._refresh())  # expect: dangling-task
        refresher.set_name("token refresher")
        log.info("refresher started")


# item: C316 clean: the refresher is cancelled in the finally of the same function
async def with_refresher(fetch, work):
    async def refresh():
        while True:
            await fetch()
            await asyncio.sleep(300)

    task = asyncio.create_task(refresh())
    try:
        return await work()
    finally:
        task.cancel()


# item: C317 bug: the lookup table of a consumer is only used for the start message
def consume(queue, handle):
    table = {str(n): n * n for n in range(500_000)}  # expect: large-object-outlives-use
    log.info("%d entries, last %s", len(table), table["499999"])
    while True:
        message = queue.get()
        if message is None:
            break
        handle(message)


# item: C318 clean: the table is needed for every message
def consume_with_table(queue, handle):
    table = {str(n): n * n for n in range(500_000)}
    log.info("%d entries", len(table))
    while True:
        message = queue.get()
        if message is None:
            break
        handle(table.get(message))


# item: C319 bug: the raw samples are deleted, but the data set of the run has them
def prepare(run):
    raw = [n * 0.5 for n in range(1_000_000)]
    run["samples"] = raw
    run["mean"] = sum(raw) / len(raw)
    run["name"] = "prepared"
    del raw  # expect: del-does-not-free
    gaps = [n * 0.25 for n in range(1_000_000)]
    run["gap"] = max(gaps)
    return len(run["samples"])


# item: C320 clean: the data set gives them back before the name goes
def prepare_tightly(run):
    raw = [n * 0.5 for n in range(1_000_000)]
    stage = {"samples": raw}
    run["mean"] = sum(stage["samples"]) / len(raw)
    stage.clear()
    del raw
    gaps = [n * 0.25 for n in range(1_000_000)]
    run["gap"] = max(gaps)
    return run

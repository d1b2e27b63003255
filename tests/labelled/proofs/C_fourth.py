import asyncio
import atexit
import gc
import tracemalloc
import weakref

from _load import prove


class Payload:
    pass


def frames_hold(error, name):
    tb = error.__traceback__
    while tb is not None:
        if name in tb.tb_frame.f_locals:
            return True
        tb = tb.tb_next
    return False


def fail(*args):
    payload = Payload()
    raise ValueError(str(payload))


async def probe():
    payload = Payload()
    raise OSError(str(payload))


def test_C301(m):
    check = m.HealthCheck({"db": probe})
    asyncio.run(check.run_all())
    assert frames_hold(check.failures["db"][1], "payload")


def test_C302_clean(m):
    page = m.StatusPage()
    page.run("db", fail)
    assert isinstance(page.failures["db"], str)


def test_C303(m):
    importer = m.Importer(fail)
    importer.load([1])
    assert frames_hold(importer.results[0].error, "payload")


def test_C305(m):
    with m.Swallow(ValueError) as swallow:
        fail()
    assert frames_hold(swallow.error, "payload")


def test_C307(m):
    gc.collect()
    gc.disable()
    kept = []

    def fetch(url):
        payload = Payload()
        kept.append(weakref.ref(payload))
        raise OSError(url)

    try:
        assert m.fetch_with_retries(fetch, ["a"], 1) is None
        assert kept[0]() is not None
        gc.collect()
        assert kept[0]() is None
        kept.clear()
        assert m.fetch_quietly(fetch, ["a"], 1) is None
        assert kept[0]() is None
    finally:
        gc.enable()


def test_C309(m):
    model = m.Classifier({"a": 1.0})
    seen = weakref.ref(model)
    assert model.label("a b") == "spam"
    del model
    gc.collect()
    assert seen() is not None


def test_C311(m):
    uploader = m.Uploader(None)
    seen = weakref.ref(uploader)
    del uploader
    gc.collect()
    assert seen() is not None
    atexit.unregister(seen().flush)
    gc.collect()
    assert seen() is None


def test_C312_clean(m):
    uploader = m.WeakUploader(None)
    seen = weakref.ref(uploader)
    del uploader
    assert seen() is None


class Client:
    async def send(self, message):
        await asyncio.get_running_loop().create_future()


def destroyed(start):
    """The tasks that the event loop says were destroyed while they were pending."""
    said = []

    async def run():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: said.append(context["message"]))
        await start()
        await asyncio.sleep(0)
        gc.collect()

    asyncio.run(run())
    return said


def test_C313(m):
    hub = m.Hub()
    hub.clients.add(Client())
    assert "Task was destroyed but it is pending!" in destroyed(lambda: hub.publish("x"))


def test_C314_clean(m):
    hub = m.TidyHub()
    hub.clients.add(Client())
    assert destroyed(lambda: hub.publish("x")) == []


def test_C315(m):
    async def never():
        await asyncio.get_running_loop().create_future()

    tokens = m.Tokens(never)
    assert "Task was destroyed but it is pending!" in destroyed(tokens.start)


def held_while_waiting(consume):
    held = []

    class Source:
        def get(self):
            held.append(tracemalloc.get_traced_memory()[0])
            return None

    tracemalloc.start()
    try:
        consume(Source(), print)
    finally:
        tracemalloc.stop()
    return held[0]


def test_C317(m):
    assert held_while_waiting(m.consume) > 30000000


def test_C319(m):
    run = {}
    assert m.prepare(run) == 1000000
    assert len(run["samples"]) == 1000000


if __name__ == "__main__":
    prove("fourth/C_fourth", globals())

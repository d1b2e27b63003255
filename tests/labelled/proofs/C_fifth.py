import asyncio
import gc
import tracemalloc
import weakref

from _load import prove


class Payload:
    pass


def fail(*args):
    payload = Payload()
    raise ValueError(str(payload))


def fail_to_import(*args):
    payload = Payload()
    raise ImportError(str(payload))


def holds(error):
    tb = error.__traceback__
    while tb is not None:
        if "payload" in tb.tb_frame.f_locals:
            return True
        tb = tb.tb_next
    return False


class Jobs(list):
    def get(self):
        return self.pop(0)


def worker_error(kind):
    worker = kind(Jobs([fail, None]))
    worker.run()
    return worker.last_error


def test_C401(m):
    assert holds(worker_error(m.Worker)) and not holds(worker_error(m.TidyWorker))


def test_C403(m):
    m.load_plugins(["a"], fail_to_import)
    assert holds(m.FAILED[0][1])


def test_C405(m):
    request, quiet = m.Request("/"), m.QuietRequest("/")
    request.handle(fail)
    quiet.handle(fail)
    assert holds(request.exc_info[1]) and quiet.failed == "ValueError"


def test_C407(m):
    runner = m.Runner()
    assert not runner.run("a", fail)
    assert holds(runner.outcomes[0].error)


def test_C409(m):
    importer = m.Importer()
    importer.read(["a"], fail)
    assert holds(importer.problems[0])


def lives_after(call):
    """Whether what the caught exception's frames hold lives after the call, until the collector comes."""
    kept = []

    def ping(host):
        payload = Payload()
        kept.append(weakref.ref(payload))
        raise OSError(host)

    gc.collect()
    gc.disable()
    try:
        call(["a"], ping)
        lives = kept[0]() is not None
        gc.collect()
        assert kept[0]() is None
        return lives
    finally:
        gc.enable()


def test_C411(m):
    assert lives_after(m.ping_hosts) and not lives_after(m.ping_hosts_tidily)


def freed(make, *then):
    """Whether the object dies when nobody has it any more."""
    thing = make()
    ref = weakref.ref(thing)
    for step in then:
        step(thing)
    del thing
    gc.collect()
    return ref() is None


def test_C413(m):
    assert not freed(lambda: m.User("a", []), lambda user: user.may("x"))
    assert freed(lambda: m.Account([]), lambda account: account.balance)


def test_C415(m):
    class Client:
        def find(self, address):
            return address

    assert not freed(lambda: m.Geocoder(Client()), lambda coder: coder.lookup("x"))
    assert freed(m.Units, lambda units: units.convert(1, "km"))


def test_C417(m):
    assert not freed(lambda: m.Store("/dev/null"))
    assert freed(lambda: m.ClosingStore("x"), lambda store: store.close())


def test_C419(m):
    assert not freed(lambda: m.TempDir("x", len))
    assert freed(lambda: m.GoodTempDir("x", len))


def test_C421(m):
    async def run(kind):
        service = kind([])
        await service.handle("a")
        return hasattr(service, "tasks") and bool(service.tasks)

    assert not asyncio.run(run(m.Service))
    assert asyncio.run(run(m.HoldingService))


class Stop(Exception):
    pass


class Quiet:
    """A queue that tells how much is held when somebody waits."""
    def get(self):
        self.held = tracemalloc.get_traced_memory()[0]
        raise Stop


def held_while_waiting(serve):
    connections = Quiet()
    tracemalloc.start()
    try:
        serve(connections, print)
    except Stop:
        pass
    finally:
        tracemalloc.stop()
    return connections.held


def test_C425(m):
    assert held_while_waiting(m.serve_statistics) > 30000000
    assert held_while_waiting(m.serve_statistics_lightly) < 1000000


def held_in_sleep(m, build):
    held = []
    m.time = type("Time", (), {"sleep": staticmethod(lambda s: held.append(tracemalloc.get_traced_memory()[0]))})
    tracemalloc.start()
    build()
    tracemalloc.stop()
    return held[0]


def test_C427(m):
    # The index has the texts in either case, the table is on top.
    assert held_in_sleep(m, m.build_index) - held_in_sleep(m, m.build_index_lightly) > 10000000


def test_C429(m):
    assert not freed(Window, lambda window: m.annotate(window, "x"))
    assert freed(Window, lambda window: m.entitle(window, "x"))


class Window:
    name = "w"


def test_C431(m):
    refs = []
    button, living = m.Button(1), m.LivingButton(1)
    button.watch(refs)
    living.watch(refs)
    assert refs[0]() is None and refs[1]() is not None


class Batches:
    def __init__(self):
        self.ref = None

    def get(self):
        if self.ref is not None:
            self.lives = self.ref() is not None
            raise Stop
        batch = Batch([1])
        self.ref = weakref.ref(batch)
        return batch


class Batch(list):
    pass


def test_C433(m):
    for upload, lives in ((m.upload_forever, True), (m.upload_lightly, False)):
        batches = Batches()
        try:
            upload(batches, len)
        except Stop:
            pass
        assert batches.lives is lives


if __name__ == "__main__":
    prove("fifth/C_fifth", globals())

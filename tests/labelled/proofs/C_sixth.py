import gc
import tracemalloc
import weakref

from _load import prove


class Payload:
    pass


class Source:
    def read(self):
        payload = Payload()
        raise OSError(str(payload))


def fail():
    payload = Payload()
    raise ValueError(str(payload))


def holds(error):
    tb = error.__traceback__
    while tb is not None:
        if "payload" in tb.tb_frame.f_locals:
            return True
        tb = tb.tb_next
    return False


def test_C501(m):
    poller, text = m.Poller(Source()), m.TextPoller(Source())
    poller.poll()
    text.poll()
    assert holds(poller.history[0][2]) and isinstance(text.history[0][1], str)


def test_C503(m):
    assert not m.run_step(fail)
    assert holds(m.LAST["error"])


def lives_after(call):
    kept = []

    def run(command):
        payload = Payload()
        kept.append(weakref.ref(payload))
        raise RuntimeError(command)

    gc.collect()
    gc.disable()
    try:
        call(["a"], run)
        return kept[0]() is not None
    finally:
        gc.enable()


def test_C505(m):
    assert lives_after(m.try_commands) and not lives_after(m.count_failures)


def freed(make, *then):
    thing = make()
    ref = weakref.ref(thing)
    for step in then:
        step(thing)
    del thing
    gc.collect()
    return ref() is None


def test_C507(m):
    assert not freed(lambda: m.Shop({"a": 1}), lambda shop: shop.price("a"))
    assert freed(m.Currency, lambda currency: currency.rate("EUR"))


def test_C509(m):
    assert not freed(lambda: m.Recorder("x"))
    assert freed(lambda: m.Scratch("x"))




class Events:
    def get(self):
        self.held = tracemalloc.get_traced_memory()[0]
        return None


def held(watch):
    events = Events()
    tracemalloc.start()
    watch(events)
    tracemalloc.stop()
    return events.held


def test_C513(m):
    assert held(m.watch) > 30000000 > held(m.watch_lightly)


def test_C515(m):
    def in_sleep(normalise):
        found = []
        m.time = type("Time", (), {"sleep": staticmethod(lambda s: found.append(tracemalloc.get_traced_memory()[0]))})
        tracemalloc.start()
        normalise()
        tracemalloc.stop()
        return found[0]

    assert in_sleep(m.normalise) - in_sleep(m.normalise_lightly) > 20000000


def test_C517(m):
    class Device:
        def read(self):
            return 1

    assert not freed(Device, m.attach_meter)
    assert freed(Device, m.count_reading)


if __name__ == "__main__":
    prove("sixth/C_sixth", globals())

import asyncio
import atexit
import gc
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
    raise OSError(str(payload))


def test_C203(m):
    m.consume("x", fail)
    assert frames_hold(m.DEAD_LETTERS[0][1], "payload")


def test_C205(m):
    batch = m.Batch()
    batch.run({"a": fail})
    assert frames_hold(batch.errors["a"], "payload")


def test_C209(m):
    m.guarded(fail)
    assert frames_hold(m.LAST_FAILURE[1], "payload")


def test_C210_clean(m):
    assert m.attempt(fail)[1].__traceback__ is None


def test_C211(m):
    gc.collect()
    gc.disable()
    kept = []

    class Address(Payload):
        pass

    def call():
        address = Address()
        kept.append(weakref.ref(address))
        m.connect_any([address])

    class Refuses:
        @staticmethod
        def create_connection(address):
            raise OSError("no")
    m.socket = Refuses
    call()
    alive = kept[0]() is not None
    gc.enable()
    gc.collect()
    assert alive and kept[0]() is None


def test_C215(m):
    order = m.Order([])
    order.total("EUR")
    there = weakref.ref(order)
    del order
    gc.collect()
    assert there() is not None


def test_C216(m):
    picture = m.Picture([])
    picture.histogram
    there = weakref.ref(picture)
    del picture
    gc.collect()
    assert there() is not None


def test_C219(m):
    parser = m.Parser({})
    parser.rule("a")
    there = weakref.ref(parser)
    del parser
    gc.collect()
    assert there() is not None


def test_C220_clean(m):
    translator = m.Translator({})
    translator.word("a")
    there = weakref.ref(translator)
    del translator
    gc.collect()
    assert there() is None


def test_C221(m):
    store = m.Store("p")
    there = weakref.ref(store)
    del store
    gc.collect()
    assert there() is not None


def test_C222_clean(m):
    store = m.PoliteStore("p")
    store.close()
    there = weakref.ref(store)
    del store
    gc.collect()
    assert there() is None


def test_C223(m):
    class Connection:
        def execute(self, text):
            pass
    table = m.TempTable(Connection(), "t")
    there = weakref.ref(table)
    del table
    gc.collect()
    assert there() is not None


def test_C227(m):
    model = Payload()
    m.view_of(model)
    there = weakref.ref(model)
    del model
    gc.collect()
    assert there() is not None


def test_C228_clean(m):
    model = Payload()
    model.rows = []
    m.size_of(model)
    there = weakref.ref(model)
    del model
    gc.collect()
    assert there() is None


def test_C229(m):
    connection = Payload()
    m.remember_closer(connection)
    there = weakref.ref(connection)
    del connection
    gc.collect()
    assert there() is not None


def test_C247(m):
    capture = m.Capture()
    with capture:
        fail()
    assert frames_hold(capture.caught, "payload")


def test_C248(m):
    runner = m.Runner()
    runner.run("a", fail)
    assert frames_hold(runner.outcomes[0].error, "payload")


if __name__ == "__main__":
    prove("third/C_third", globals())

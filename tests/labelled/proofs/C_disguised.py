import gc
import weakref
from types import SimpleNamespace

from _load import prove


def test_C86(m):
    with m.capture.step("a"):
        raise KeyError(1)
    assert m.capture.caught[0][1].__traceback__ is not None


def test_C87(m):
    def send(data):
        raise ConnectionError
    m.Backend(send).deliver([1])
    assert "encoded" in m.Backend.last_failure.__traceback__.tb_frame.f_locals


def test_C88(m):
    form = SimpleNamespace()
    m.Field("age", int).parse(form, {"age": "x"})
    assert "values" in form.age_error.__traceback__.tb_frame.f_locals


def dies(make):
    obj = make()
    ref = weakref.ref(obj)
    del obj
    gc.collect()
    return ref() is None


def test_C89(m):
    def make():
        ledger = m.Ledger([])
        ledger.balance("a")
        return ledger
    assert not dies(make)


def test_C90(m):
    assert not dies(lambda: m.Recorder("/dev/null"))


def test_C92(m):
    def make():
        node = m.Capture()
        m.annotate(node, x=1)
        return node
    assert not dies(make)


def test_C93_clean(m):
    guard = m.Guard()
    guard.call(lambda: int("x"))
    assert guard.current is None


def test_C94_clean(m):
    channel = m.Channel()
    channel.close("bye")
    assert channel.reason.__traceback__ is None


prove("C_disguised", globals())

import gc
import weakref
from types import SimpleNamespace

from _load import prove


class Payload:
    def __call__(self, *args):
        raise OSError("no")

    run = write = __call__

    def load(self):
        return []


def goes_at_once(call):
    """Whether what was given to the call goes with it, without the cycle collector."""
    gc.collect()
    gc.disable()
    try:
        payload = Payload()
        ref = weakref.ref(payload)
        call(payload)
        del payload
        return ref() is None
    finally:
        gc.enable()
        gc.collect()


def test_C15(m):
    assert not goes_at_once(lambda p: m.fetch_with_fallback(["a"], p))


def test_C16(m):
    def call(p):
        def parser(tokens):
            raise ValueError(p)
        m.best_parse("a b", [parser])
    assert not goes_at_once(call)


def test_C17(m):
    assert not goes_at_once(m.report_failure)


def test_C18(m):
    assert not goes_at_once(lambda p: m.save_document({}, p))
    assert goes_at_once(lambda p: m.save_document({}, p, strict=True))


def test_C19_clean(m):
    assert goes_at_once(m.call_and_report)


def test_C20_clean(m):
    assert m.try_json("{")[0] is None


def test_C22_clean(m):
    assert goes_at_once(lambda p: m.classify(p, [1]))


def test_C23(m):
    def call(p):
        try:
            m.retry(p)
        except OSError:
            pass
    assert not goes_at_once(call)


prove("C_frames", globals())

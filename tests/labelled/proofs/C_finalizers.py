import gc
import weakref
from types import SimpleNamespace

from _load import prove


class Key:
    name = "n"
    source = "%s"


def survives(make):
    obj = make()
    ref = weakref.ref(obj)
    del obj
    gc.collect()
    return ref() is not None


def entry_survives(use):
    return survives(lambda: (lambda k: (use(k), k)[1])(Key()))


def test_C39(m):
    assert survives(m.TempWorkspace)


def test_C40(m):
    assert survives(lambda: m.Connection("d"))


def test_C41(m):
    assert survives(lambda: m.Device(SimpleNamespace(release=lambda: None)))


def test_C42(m):
    assert survives(lambda: m.MetricsClient("u").start())


def test_C43(m):
    assert survives(lambda: m.Buffer(10))


def test_C44_clean(m):
    assert not survives(m.ScratchDir)


def test_C45_clean(m):
    assert not survives(m.Archive)


def test_C46_clean(m):
    assert not survives(lambda: m.TrackedFile("p"))


def test_C48_clean(m):
    assert not survives(m.Journal)


def test_C49(m):
    assert entry_survives(m.notes_for)


def test_C50(m):
    dispatcher = m.Dispatcher()
    widget = m.Widget("w")
    dispatcher.connect(widget)
    ref = weakref.ref(widget)
    del widget
    gc.collect()
    assert ref() is not None


def test_C51(m):
    assert entry_survives(m.renderer_of)


def test_C52_clean(m):
    assert not entry_survives(m.size_of)


def test_C53_clean(m):
    topology = m.Topology()
    assert not entry_survives(topology.add)


def test_C54_clean(m):
    assert not survives(lambda: m.Identity("x"))


prove("C_finalizers", globals())

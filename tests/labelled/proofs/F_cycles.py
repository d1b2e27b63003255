import gc
import os
import weakref

from _load import prove


def dies_with_its_name(make):
    """Whether the object goes without a run of the cycle collector."""
    gc.disable()
    try:
        obj = make()
        ref = weakref.ref(obj)
        del obj
        return ref() is None
    finally:
        gc.enable()
        gc.collect()


def test_F01(m):
    assert not dies_with_its_name(m.Plotter)


def test_F02(m):
    assert not dies_with_its_name(lambda: m.Thumbnail(3))


def test_F03(m):
    read, write = os.pipe()
    assert not dies_with_its_name(lambda: m.Handle(read))
    os.close(write)


def test_F04(m):
    m.Pooled()
    assert len(m._pool) == 1
    m.Pooled.__del__ = lambda self: None


def test_F05(m):
    assert not dies_with_its_name(lambda: m.Page(1, m.Page(0)))


def test_F06_clean(m):
    def make():
        root = m.TreeNode("root")
        m.TreeNode("leaf", root)
        return root
    assert dies_with_its_name(make)


def test_F07_clean(m):
    def make():
        window = m.Window()
        window.close()
        return window
    assert dies_with_its_name(make)


def test_F08_clean(m):
    assert not dies_with_its_name(lambda: m.Command("x"))  # a cycle, but small and rare


def test_F09_clean(m):
    assert dies_with_its_name(lambda: m.File(__file__))


def test_F10_clean(m):
    assert dies_with_its_name(m.Machine) and m.Machine().feed("stop") == "stopped"


def test_F11_clean(m):
    def make():
        counter = m.Counter()
        counter.adder(2)()
        return counter
    assert dies_with_its_name(make)


def test_F12_clean(m):
    assert m.make_ring("ab").next.key == "a"


prove("F_cycles", globals())

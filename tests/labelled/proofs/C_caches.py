import gc
import weakref

from _load import prove


def survives(make, use):
    obj = make()
    use(obj)
    ref = weakref.ref(obj)
    del obj
    gc.collect()
    return ref() is not None


def test_C26(m):
    assert survives(lambda: m.Document("a b"), lambda d: d.word_count())


def test_C27(m):
    assert survives(lambda: m.Polygon([(0, 0), (1, 0), (1, 1)]), lambda p: p.area)


def test_C28(m):
    assert survives(lambda: m.Request("/", [("A", "b")], b""), lambda r: r.header("a"))


def test_C29(m):
    assert survives(lambda: m.Spline([1, 2, 3]), lambda s: s.evaluate(0.5))


def test_C30(m):
    assert survives(lambda: m.Permission("u", []), lambda p: p.allows("a", "r"))


def test_C31(m):
    class Session:
        def load(self, name, pk):
            return {"name": pk}
    assert survives(lambda: m.UserRepository(Session(), [1]), lambda r: r.names())


def test_C33_clean(m):
    assert not survives(lambda: m.Hasher("s"), lambda h: h.salted("x"))


def test_C35_clean(m):
    assert not survives(lambda: m.Matrix([(1, 2), (3, 4)]), lambda x: x.determinant)


def test_C36_clean(m):
    assert not survives(lambda: m.Lottery(49), lambda x: x.odds(6))


def test_C37_clean(m):
    assert not survives(lambda: m.Invoice([(1, 2)]), lambda x: x.total())


def test_C38_clean(m):
    assert not survives(lambda: m.Parser({"start": "a"}), lambda p: p.parse(["a"]))


prove("C_caches", globals())

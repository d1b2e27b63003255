from types import SimpleNamespace

from _load import prove


def test_B14(m):
    assert m.make_buttons(["a", "b"])["a"]() == "clicked b"


def test_B15(m):
    first = m.build_validators({"x": 1, "y": 5})[0]
    assert first({"x": 100})


def test_B16(m):
    assert [f(2) for f in m.powers(3)] == [4, 4, 4]


def test_B17(m):
    router = m.Router()
    router.mount("/", {"a": lambda r, p: "a", "b": lambda r, p: "b"})
    assert router.dispatch("/a", None) == "b"


def test_B18(m):
    seen = []
    m.run_shards([1, 2, 3], seen.append)
    assert seen == [3, 3, 3]


def test_B19(m):
    widgets = m.attach_handlers([SimpleNamespace(), SimpleNamespace()])
    assert widgets[0].on_click("e") == (2, "e")


def test_B20_clean(m):
    assert [f(1) for f in m.make_multipliers([1, 2])] == [1, 2]


def test_B21_clean(m):
    assert m.rank_all({"ab": [1, 2, 3]}, {"ab": -1}) == {"ab": [3, 3, 2, 1]}


def test_B23_clean(m):
    assert m.transform(["a", "b"], [{"a": 1, "b": 2}]) == [[1], [2]]


def test_B24_clean(m):
    assert m.getters(["a", "b"])["a"]({"a": 1, "b": 2}) == 1


def test_B25_clean(m):
    handlers = [("http", lambda n, u: n + u), ("ftp", None)]
    assert m.resolver_for("http", handlers)("x") == "httpx"


def test_B26_clean(m):
    assert m.run_one_by_one([len, max], "abc") == [3, "c"]


prove("B_closures", globals())

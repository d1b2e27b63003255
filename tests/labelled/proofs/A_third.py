from types import SimpleNamespace

from _load import prove, raises


def test_A201(m):
    context = m.render.__defaults__[0]
    m.render("%(x)s", user="eve")
    assert context["user"] == "eve"


def test_A203(m):
    m.drop_private({"_rev": 1})
    assert "_rev" not in m.drop_private.__defaults__[0]


def test_A204(m):
    m.tokenize("1+2")
    assert len(m.tokenize("3")) == 4


def test_A205_clean(m):
    m.tokenize_more("12")
    assert m.tokenize_more("3") == [("num", "3")]


def test_A206(m):
    m.ranked(15)
    assert m.ranked(16) == 2


def test_A208(m):
    m.word_counts(["a"])
    assert m.word_counts(["a"]) == [("a", 2)]


def test_A209(m):
    m.group_by_city([{"city": "x", "name": "a"}])
    assert m.group_by_city([]) == {"x": ["a"]}


def test_A211(m):
    m.Scheduler({}).run()
    assert m.Scheduler({}).run() == []


def test_A213(m):
    m.collect_ids([{"id": 1}])
    assert m.collect_ids([]) == 2


def test_A215(m):
    m.CsvExporter(None).export([{"a": 1}])
    assert m.CsvExporter(None).columns == ["a"]


def test_A216_clean(m):
    m.TsvExporter(None).export([{"a": 1}])
    assert m.TsvExporter(None).columns == []


def test_A217(m):
    m.Basket("a").put("pear")
    assert m.Basket("b").items == ["pear"]


def test_A219(m):
    import asyncio

    async def two():
        yield 1
        yield 2
    asyncio.run(m.Collector().gather(two()))
    assert asyncio.run(m.Collector().gather(two())) == [1, 2, 1, 2]


def test_A220(m):
    m.counted("a")(len)("x")
    assert m.counted.__defaults__[0] == {"a": 1}


def test_A223(m):
    assert m.backwards() != m.backwards()


def test_A225(m):
    m.Plugin("a").on("start", lambda: 1)
    assert m.Plugin("b").fire("start") == [1]


def test_A226_clean(m):
    m.OwnPlugin("a").on("start", lambda: 1)
    assert m.OwnPlugin("b").hooks == {}


def test_A227(m):
    m.ServerTest().make_user("eve")
    assert m.ServerTest().created == [{"name": "eve"}]


def test_A229(m):
    m.Crawler().visit(["u"])
    assert m.Crawler().visit(["u"]) == []


def test_A231(m):
    m.Order(1).pay()
    assert m.Order(2).pending() == 1


def test_A234(m):
    m.Grid().mark(0, 0)
    assert m.Grid().count() == 1


def test_A235(m):
    m.Worker235().step("a")
    assert m.Worker235().step("b") == 2


def test_A236(m):
    m.Player("a").step()
    assert m.Player("b").position.x == 1


def test_A238(m):
    m.Sensor("a").calibrate(7)
    assert m.Sensor("b").limits.high == 7


def test_A239(m):
    item = SimpleNamespace(kind="k", id=1)
    assert m.index_by_kind(["k", "l"], [item])["l"] == {1: item}


def test_A241(m):
    assert m.timetable(3, [(0, "a")])[2] == {"a"}


def test_A242_clean(m):
    assert m.slots(["a", "b"], [("a", 1)]) == {"a": [1], "b": []}


def test_A243(m):
    m.header(["x"])
    assert m.header(["x"]) == ["x"]


def test_A245(m):
    m.by_length()
    assert m.by_length.__defaults__[0] == ["fig", "pear"]


if __name__ == "__main__":
    prove("third/A_third", globals())

import asyncio

from _load import prove


def test_A16(m):
    m.Basket("a").add("apple")
    assert len(m.Basket("b")) == 1


def test_A17(m):
    m.Settings("a")["x"] = 1
    assert m.Settings("b")["x"] == 1


def test_A18_clean(m):
    m.Playlist("a").add("t")
    assert m.Playlist("b").tracks == [] and m.Playlist("b").tags == {}


def test_A20_clean(m):
    m.Job(len).after(1)
    assert m.Job(len).depends_on == []


def test_A21(m):
    m.Section("a").add_paragraph("x")
    assert m.Section("b").depth() == 2


def test_A22(m):
    r = m.Resolver({"a": ["b"]})
    assert r.resolve("a") == ["b", "a"]
    assert r.resolve("a") == []


def test_A23_clean(m):
    r = m.SafeResolver({"a": ["b"]})
    assert r.resolve("a") == r.resolve("a") == ["b", "a"]


def test_A24(m):
    timed = m.collect_timings(lambda n: n)
    timed(1)
    timed(2)
    assert timed.total == 2


def test_A25(m):
    class Client:
        async def send(self, record):
            raise OSError(record)
    assert asyncio.run(m.Batcher(Client()).flush([1])) == [1]
    assert asyncio.run(m.Batcher(Client()).flush([2])) == [1, 2]


def test_A26(m):
    m.authorised_headers("secret")
    assert m.default_headers()["Authorization"] == "Bearer secret"


def test_A27_clean(m):
    assert m.list_users()["q"].alias == "search"


def test_A28_clean(m):
    assert m.Validator().check({}) == ([], [])


def test_A29(m):
    m.Loader().load("/nonexistent/a")
    assert len(m.Loader().load("/nonexistent/b")[1]) == 2


prove("A_methods", globals())

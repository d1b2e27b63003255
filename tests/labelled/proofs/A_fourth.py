from _load import prove


def test_A301(m):
    first = m.ApiClient("http://a", "secret")
    other = m.ApiClient("http://b", None)
    first.request("GET", "/")
    assert other.request("GET", "/")["headers"] == {"Authorization": "Bearer secret"}


def test_A302_clean(m):
    m.PoliteClient("a").request("/")
    assert m.PoliteClient.request.__defaults__ == ({},)


def test_A303(m):
    m.parse_blocks(["one"])
    assert m.parse_blocks(["two"]) == [(0, "one"), (0, "two")]


def test_A304_clean(m):
    tree = {"name": "a", "children": [{"name": "b"}]}
    assert m.walk_tree(tree) == m.walk_tree(tree) == ["a", "b"]


def test_A305(m):
    first = m.Trainer(None, lambda *a: 1.0).fit([1])
    second = m.Trainer(None, lambda *a: 2.0).fit([1])
    assert first is second and second["loss"] == [1.0, 2.0]


def test_A307(m):
    m.Command("a").parse(["--force"])
    assert m.Command("b").options == {"force": True}


def test_A308_clean(m):
    m.SafeCommand("a").parse(["x"])
    assert m.SafeCommand("b").options == {}


def test_A309(m):
    m.Folder("a").add(1)
    assert m.Folder("b").get_children() == [1]


def test_A310_clean(m):
    m.FrozenNode("a").names()
    assert m.FrozenNode("b").children == ()


def test_A311(m):
    rows = [{"kind": "total"}, {"kind": "x"}]
    assert len(m.clean_report(rows)) == 1
    assert len(m.clean_report(rows)) == 2


def test_A313(m):
    one, two = m.timed(len), m.timed(abs)
    one([])
    assert [name for name, _ in two.samples] == ["len"]


def test_A315(m):
    m.Form({}).is_valid()
    assert not m.Form({"name": "a", "mail": "b"}).is_valid()


def test_A316_clean(m):
    m.CleanForm().full_clean({"a": ""})
    assert m.CleanForm.errors == []


def test_A317(m):
    m.MemoryHandler().emit(" a ")
    assert m.MemoryHandler().buffer == ["a"]


def test_A318_clean(m):
    m.Sink().emit("a")
    assert m.Sink().buffer == []


def test_A319(m):
    m.FakeServer().get("/")
    server = m.FakeServer()
    server.get("/")
    assert server.hits["/"] == 2


def test_A321(m):
    assert not m.Job("a").attempt(lambda name: False)
    assert not m.Job("b").attempt(lambda name: True)


def test_A323(m):
    assert m.transpose([{"a": 1, "b": 2}], ["a", "b"]) == {"a": [1, 2], "b": [1, 2]}


def test_A324_clean(m):
    counts, missing = m.histogram([{"id": 1, "a": 0}], ["a", "b"])
    assert counts == {"a": 1, "b": 0} and missing == {"a": (), "b": (1,)}


def test_A325(m):
    assert m.free_ports(2) == [9000, 9001]
    assert len(m.free_ports(2)) < 2


if __name__ == "__main__":
    prove("fourth/A_fourth", globals())

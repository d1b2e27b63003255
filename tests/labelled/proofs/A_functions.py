from _load import prove


def test_A01(m):
    assert m.collect_rows([["a"]])[0] == 1
    assert m.collect_rows([["b"]])[0] == 2


def test_A02(m):
    m.build_request("u", method="POST")
    assert m.build_request("u")["body"] == b""


def test_A03(m):
    m.remember(1)
    assert m.remember(2) == [1, 2]


def test_A04(m):
    m.render_template("a", user="x")
    assert m.render_template("b") == "b(user=x)"


def test_A05_clean(m):
    m.open_connection("a")
    assert m.open_connection.__defaults__ == (5432, {})


def test_A06_clean(m):
    m.send_mail("a", "s")
    assert m.send_mail.__defaults__ == ([],)
    assert len(m.send_mail("a", "s")[1]) == 1


def test_A07_clean(m):
    assert not m.is_allowed("a/b.pyc") and m.is_allowed("b.py")
    assert m.is_allowed.__defaults__ == (["*.pyc", ".git", "node_modules"],)


def test_A08_clean(m):
    assert m.fibonacci(50) == 12586269025


def test_A09(m):
    m.export_csv([], with_owner=True)
    assert "owner" in m.export_csv([])
    m.export_csv([], with_owner=True)
    assert m.export_csv([]).count("owner") == 2


def test_A10(m):
    m.tokenize("one")
    assert m.tokenize("two") == ["one", "two"]


def test_A11(m):
    m.flatten([1, [2]])
    assert m.flatten(3) == [1, 2, 3]


def test_A12_clean(m):
    assert m.describe("x", depth=1) == m.describe("x", depth=1) == ("-x", 2)


def test_A13(m):
    m.walk_tree({"name": "a"})
    assert m.walk_tree({"name": "b"}) == ["a", "b"]


def test_A14(m):
    m.histogram([1, 2])
    assert m.histogram([1])[0] == 3


def test_A15_clean(m):
    graph = {"a": ["b"], "b": ["c"]}
    assert m.find_path(graph, "a", "c") == m.find_path(graph, "a", "c") == ["a", "b", "c"]


prove("A_functions", globals())

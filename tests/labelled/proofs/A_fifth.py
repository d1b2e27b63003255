import contextvars
from types import SimpleNamespace as Thing

from _load import prove


def test_A401(m):
    assert m.run_command("a", ["--verbose"]) == ("a", True)
    assert m.run_command("a") == ("a", True)
    assert m.run_politely("a", ["--verbose"]) == ("a", True) and m.run_politely("a") == ("a", False)


def test_A403(m):
    m.load_settings([{"a": {"b": 1}}])
    assert m.load_settings([]) == {"a": {"b": 1}}
    m.load_settings_fresh([{"a": 1}])
    assert m.load_settings_fresh([]) == {}


def test_A405(m):
    page = Thing(links=["http://a"], images=["b"], logo="c")
    assert len(m.collect_links(page)) == 1 and len(m.collect_links(page)) == 2
    assert len(m.collect_images(page)) == 2 and len(m.collect_images(page)) == 2


def test_A407(m):
    def node(kind, name):
        return Thing(kind=kind, name=name, children=[])

    for names, again in ((m.free_names, []), (m.free_names_safely, ["x"])):
        assert names(node("name", "x")) == ["x"]
        names(node("assign", "x"))
        assert names(node("name", "x")) == again


def test_A409(m):
    assert list(m.unique([1, 1], key=abs)) == [1]
    assert list(m.unique([1, 1], key=abs)) == []


def test_A411(m):
    m.Emitter().on("a", print)
    assert m.Emitter()._listeners
    m.LazyEmitter().on("a", print)
    assert m.LazyEmitter()._listeners is None


def test_A413(m):
    m.ImagePipeline().add(abs)
    assert m.Pipeline().steps == [abs]


def test_A415(m):
    assert m.Wizard().visit("a") == 1 and m.Wizard().visit("b") == 2
    assert m.CarefulWizard().visit("a") == 1 and m.CarefulWizard().visit("b") == 1


def test_A417(m):
    one, two = m.Document("a"), m.Document("b")
    one.make_important()
    assert two.options.level == 2
    one, two = m.FreshDocument("a"), m.FreshDocument("b")
    one.make_important()
    assert two.options.level == 1


def test_A419(m):
    groups = m.group_by_owner([Thing(owner="a", path="p")], "ab")
    assert groups["b"] == {"p"}
    assert m.group_by_size([Thing(size=1, path="p")], [1, 2])[2] == frozenset()


def test_A421(m):
    assert m.OPERATIONS["push"](1) == 1 and m.OPERATIONS["push"](1) == 2


def test_A422(m):
    m.connect(lambda **options: options)
    assert "port" not in m.CONNECTION


def test_A424(m):
    assert m.process([int]) == 1 and m.process([int]) == 2


def test_A425(m):
    m.Query("t").where("a")
    assert m.Query("t").conditions == ["a"]
    m.ImmutableQuery("t").where("a")
    assert m.ImmutableQuery("t").conditions == []


def test_A427(m):
    assert m.make_event("a")["at"] is m.make_event("b")["at"]


def test_A429(m):
    contextvars.copy_context().run(m.tag, "a")
    assert contextvars.Context().run(m.request_tags.get) == ["a"]


def test_A431(m):
    m.Profile("a").avatar()
    assert m.Profile("b").avatar() == "a.png"


def test_A433(m):
    assert not m.validate({}) and m.validate({})


if __name__ == "__main__":
    prove("fifth/A_fifth", globals())

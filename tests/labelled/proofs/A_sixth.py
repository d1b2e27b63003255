from _load import prove


def test_A501(m):
    m.Scheduler().push(print)
    assert m.Scheduler()._queue
    m.OwnScheduler().push(print)
    assert not m.OwnScheduler()._queue


def test_A503(m):
    m.render_index(["x"])
    assert m.render_index([]) == ["about", "x", "zebra"]
    m.render_sorted(["x"])
    assert m.render_sorted([]) == ["about", "zebra"]


def test_A505(m):
    m.check_fields({"a": ""})
    assert m.check_fields({}) == {"a": "missing"}


def test_A507(m):
    assert m.Slugs.unique("a") == "a" and m.Slugs.unique("a") == "a-x"
    assert m.OwnSlugs().unique("a") == "a" and m.OwnSlugs().unique("a") == "a"


def test_A509(m):
    m.MailTest().send("a")
    assert m.MailTest().outbox == ["a"]
    test = m.FreshMailTest()
    test.setUp()
    test.test_welcome()
    assert m.FreshMailTest().outbox == []


def test_A511(m):
    m.CopyingField("b")
    assert m.Widget.attributes == {"class": "widget"}
    m.TextField("a", size=3)
    assert m.Widget.attributes == {"class": "widget", "size": 3, "name": "a"}


def test_A513(m):
    jobs = {}
    assert m.enqueue(jobs, 1) == m.enqueue(jobs, 2)
    assert m.enqueue_fresh(jobs, 1) != m.enqueue_fresh(jobs, 2)


def test_A515(m):
    one, two = m.Player("a"), m.Player("b")
    one.step()
    assert two.at.x == 1


def test_A517(m):
    index = m.Index("ab")
    index.add("apple")
    assert index.by_letter["b"] == ["apple"]
    lazy = m.LazyIndex("ab")
    lazy.add("apple")
    assert lazy.by_letter["b"] is None


if __name__ == "__main__":
    prove("sixth/A_sixth", globals())

from _load import prove


def test_A46(m):
    assert m.pick_colours(2) == ["red", "green"]
    assert m.pick_colours(2) == ["blue", "black"]
    assert m.pick_colours(2) == []


def test_A47(m):
    assert m.score_table(["a"]) == {"a": 1.0}
    assert m.score_table(["a"]) == {"a": None}


def test_A48_clean(m):
    assert m.next_id() == "job-1" and m.next_id() == "job-2"


def test_A50(m):
    m.schedule(1, "a")
    assert m.schedule(2, "b") == ["a", "b"]


def test_A51(m):
    assert m.assign(["a", "b"]) == {"a": "w1", "b": "w2"}
    assert m.assign(["a", "b"]) == {"a": "w3"}


def test_A52(m):
    assert m.make_connection("a")["retries"] == 2
    assert m.make_connection("a")["retries"] == 0


def test_A53_clean(m):
    m.merge_ranges([1, 2])
    assert m.merge_ranges.__defaults__ == ([],)


def test_A54(m):
    m.gather_tags({"tags": ["x"]})
    assert m.gather_tags({}) == ["x"]


def test_A55(m):
    m.add_breadcrumb("a")
    assert m.add_breadcrumb("b") == ["a", "b"]


def test_A56(m):
    m.accumulate(2)
    assert m.accumulate(4) == 3


def test_A57_clean(m):
    assert m.top_items({"a": 1, "total": 2}) == m.top_items({"a": 1, "total": 2}) == ["a"]


def test_A59(m):
    m.process([1], lambda e: e)
    assert m.process([1], lambda e: e).calls == 2


def test_A60_clean(m):
    assert m.dispatch({"type": "start"}) == m.dispatch({"type": "start"}) == "on_start"


prove("A_mixed", globals())

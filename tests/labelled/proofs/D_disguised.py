from _load import prove


def test_D93(m):
    assert m.compare_totals([{"amount": 2}], [1, 2]) == (2, 0)


def test_D94(m):
    assert m.index_lines(["a", "b"]) == (2, {})


def test_D95(m):
    assert m.Feed([{"title": "t", "stamp": 1}]).newest() == (["t"], None)


def test_D96_clean(m):
    assert m.Archive([{"title": "t", "stamp": 1}]).overview() == (["t"], 1)


prove("D_disguised", globals())

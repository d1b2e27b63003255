from types import SimpleNamespace as Thing

from _load import prove, raises


def test_B401(m):
    board, good = m.Board(2), m.GoodBoard(2)
    board.put(0, 0, "x")
    good.put(0, 0, "x")
    assert board.cells[1][0] == "x" and good.cells[1][0] == "."


def test_B403(m):
    assert m.bucketize([1], 2) == [[1], [1]]
    assert m.widen([[1], [2]], 1) == [[1], [2]]


def test_B405(m):
    assert m.build_menu("ab", lambda page: page)["a"]() == "b"
    assert m.build_menu_bound("ab", lambda page: page)["a"]() == "a"


def test_B407(m):
    seen = []
    for thread in m.start_workers([1, 2], seen.append):
        thread.join()
    assert seen == [2, 2]


def test_B409(m):
    for sessions in (m.Sessions(), m.SafeSessions()):
        sessions.by_id = {1: Thing(end=0), 2: Thing(end=9)}
        assert raises(RuntimeError, sessions.expire, 5) == isinstance(sessions, m.Sessions)


def test_B411(m):
    assert m.drop_blank(["", ""]) == [""]
    assert m.drop_first(["a", "b"], "a") == ["b"]


if __name__ == "__main__":
    prove("fifth/B_fifth", globals())

import itertools

from _load import prove, raises


def test_B27(m):
    assert raises(RuntimeError, m.drop_empty, {"a": 0, "b": 1})


def test_B28(m):
    assert m.remove_comments(["#a", "#b", "c"]) == ["#b", "c"]


def test_B29(m):
    assert raises(RuntimeError, m.add_aliases, {"list": len, "copy": max})


def test_B30(m):
    lobby = m.Lobby()
    lobby.players = {1, 2, 3}
    assert raises(RuntimeError, lobby.kick_idle, {1, 2, 3})


def test_B31(m):
    class Limited(list):
        def insert(self, *args):
            if len(self) > 50:
                raise OverflowError
            list.insert(self, *args)
    assert raises(OverflowError, m.expand_macros, Limited(["m"]), {"m": "m"})


def test_B32(m):
    assert raises(RuntimeError, m.prune_graph, {1: [], 2: []}, [1])


def test_B33_clean(m):
    assert m.remove_first([1, 2, 3], 2) == [1, 3]


def test_B34_clean(m):
    assert m.purge({"a": 1, "b": 5}, 3) == {"b": 5}


def test_B35_clean(m):
    assert m.scale({"a": 1.0}, 2) == {"a": 2.0}


def test_B37_clean(m):
    assert m.reachable({1: [2], 2: [3]}, 1) == {1, 2, 3}


def test_B38_clean(m):
    assert m.compact([[], [2, 1]], []) == [[1, 2]]


def test_B39(m):
    low, high = m.partition([1], 5)
    assert low is high


def test_B40(m):
    doc = [0] * 100
    assert len(m.try_changes(doc, [1])) == 101


def test_B41(m):
    config = {"hosts": []}
    m.with_extra_host(config, "h")
    assert config["hosts"] == ["h"]


def test_B42_clean(m):
    config = {"users": []}
    m.with_extra_user(config, "u")
    assert config["users"] == []


prove("B_iterating", globals())

from _load import prove


def test_B01(m):
    board = m.Board(2, 2)
    board.place("k", 0, 0)
    assert board.cells[1][0] == "k"


def test_B02(m):
    assert len(m.bucket_sort([3, 1, 2], size=2)) == 6


def test_B03(m):
    assert m.edit_distance("kitten", "sitting") != 3


def test_B04(m):
    assert m.label_rows(["a", "b"]) == [{"name": "b"}, {"name": "b"}]


def test_B05(m):
    assert m.simulate(2, [1, 1]) == [2.0, 2.0]


def test_B06(m):
    assert m.count_neighbours([(0, 0)], 2, 1) == [[1], [1]]


def test_B07_clean(m):
    assert m.adjacency(3, [(0, 1)]) == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_B08_clean(m):
    assert m.pad([[1], [2, 3]], 3) == [[1, 0, 0], [2, 3, 0]]


def test_B09_clean(m):
    assert m.last_seen([("a", 1), ("b", 2)], ["a", "b"]) == [[1], [2]]


def test_B10_clean(m):
    assert m.blank_screen(3, 2) == (["+-+", "   "], [(True, "top"), (False, None)])


def test_B11_clean(m):
    assert m.pairs([1, 2, 3, 4]) == [(1, 2), (3, 4)]


def test_B12_clean(m):
    rows = m.make_rows([1], 2)
    rows[0].append(2)
    assert rows[1] == [1]


prove("B_repeated", globals())

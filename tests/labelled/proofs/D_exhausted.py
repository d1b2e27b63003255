from _load import prove


def test_D70(m):
    assert m.value_range([1, 2]) == (None, 2.0)


def test_D71(m):
    assert m.first_error([]) == "no errors"  # by the default of next(), never by the test above it
    assert bool(r for r in ())


def test_D72(m):
    assert m.save_all([], ["A", "B"]) == []


def test_D73(m):
    assert m.pairs_of_even([2, 4]) == [2, 4]


def test_D74(m):
    assert m.summarise("1,2") == {"total": 3, "biggest": 0}


def test_D75(m):
    assert m.apply_updates(["a"], [1]) == {}


def test_D76(m):
    assert m.Report([{"name": "x", "amount": 1}]).render() == ["total 1"]


def test_D77(m):
    assert m.split_header(["!x"]) == ([["!x"]], False)


def test_D78_clean(m):
    assert m.read_message(["A: 1", "", "b"]) == ({"A": "1"}, "b")


def test_D79_clean(m):
    assert m.materialise([" a "]) == ["a"]


def test_D80_clean(m):
    assert m.running_pairs([1, 2, 3]) == [(2, 4), (4, 6)]


def test_D81_clean(m):
    assert m.multi_pass([1, 2]) == [3, 6, 9, 1]


def test_D82_clean(m):
    assert m.load_csv(["a,b", "1,2", "3,4"]) == ({"a": "1", "b": "2"}, [{"a": "3", "b": "4"}])


def test_D83_clean(m):
    assert list(m.chunked([1, 2, 3], 2)) == [[1, 2], [3]]


def test_D84_clean(m):
    assert m.matrix_sums(3, {"a": 1}) == (4, 2, ["a"])


def test_D85_clean(m):
    assert m.dedupe(["A", "a", "B"]) == ["a", "b"]


prove("D_exhausted", globals())

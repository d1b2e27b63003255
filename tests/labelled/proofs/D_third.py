from _load import prove


def test_D239(m):
    assert m.split_words("a bc defgh") == (["a", "bc"], [])


def test_D241(m):
    assert m.matrix([1, 2], [3, 4]) == [[3, 8], [], []]


def test_D242_clean(m):
    assert m.matrix_fresh([1], [3]) == [[3], [6], [9]]


def test_D243(m):
    assert m.Stats([1, 2]).mean_and_top() == (3.0, 0.0)


def test_D244(m):
    try:
        m.first_match([], "x")
    except StopIteration:
        return
    assert False, "the map object was asked for its truth"


def test_D247(m):
    assert m.sum_and_count(4) == (6, 0)


if __name__ == "__main__":
    prove("third/D_third", globals())

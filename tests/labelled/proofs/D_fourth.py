import contextlib
import io
import os
import tempfile
import tracemalloc

from _load import prove


@contextlib.contextmanager
def a_file(text):
    handle, path = tempfile.mkstemp()
    with os.fdopen(handle, "w") as out:
        out.write(text)
    try:
        yield path
    finally:
        os.unlink(path)


def peak(work):
    """The most memory that `work` has at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


LINES = 20000


def test_D301(m):
    with a_file("took 12345 ms\n" * LINES) as path:
        assert m.slowest(path) == 12345
        assert peak(lambda: m.slowest(path)) > 8 * LINES


def test_D303(m):
    with a_file("abcdef\n" * LINES) as path:
        words = m.Vocabulary()
        assert peak(lambda: words.read(path)) > 8 * LINES
        assert words.words == {"abcdef"}


def test_D305(m):
    with a_file('{"id": 1, "kind": "x"}\n' * LINES) as path, a_file("") as target:
        assert peak(lambda: m.convert(path, target)) > 200 * LINES


def test_D307(m):
    with a_file("an error\n" * LINES) as path:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            used = peak(lambda: m.main(["error", path]))
        assert said.getvalue() == "%d\n" % LINES
        assert used > 50 * LINES


def test_D309(m):
    with a_file("key = value\n" * LINES) as path:
        assert m.read_config(path) == {"key": "value"}
        assert peak(lambda: m.read_config(path)) > 50 * LINES


def test_D311(m):
    assert m.train([1, 2, 3], 2, 2, sum) == [6, 0]


def test_D312_clean(m):
    assert m.train_fresh([1, 2, 3], 2, 2, sum) == [6, 6]


def test_D313(m):
    assert m.parse_header("a=1; b=2") == ({"a": "1", "b": "2"}, [])


def test_D315(m):
    with a_file("nothing here\n" * LINES) as path:
        assert m.has_secret(path, ["secret"]) is False
        assert peak(lambda: m.has_secret(path, ["secret"])) > 8 * LINES


if __name__ == "__main__":
    prove("fourth/D_fourth", globals())

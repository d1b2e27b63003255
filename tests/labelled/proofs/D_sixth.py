import io
import os
import tempfile
import tracemalloc

from _load import prove

EVENTS = [{"name": "a", "failed": True}, {"name": "b", "failed": False}]


def written(text):
    handle, path = tempfile.mkstemp()
    os.write(handle, text.encode())
    os.close(handle)
    return path


def peak(call, *args):
    tracemalloc.start()
    call(*args)
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_D501(m):
    assert peak(m.LogTool(written("GET / 12.5\n" * 20000)).slowest) > 500000


def test_D503(m):
    assert peak(m.load_pairs, written("key: value\n" * 20000)) > 1000000


def test_D507(m):
    for show, stored in ((m.show_and_store, "[]"), (m.show_and_store_both, '["a"]')):
        out = io.StringIO()
        show(EVENTS, out)
        assert out.getvalue() == stored


def test_D509(m):
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, "a"), "w") as out:
        out.write("abc")
    assert m.summary(folder) == (3, 0) and m.summary_twice(folder) == (3, 3)


def test_D511(m):
    assert peak(m.has_long_line, written("x" * 200 + "\n" + "y\n" * 50000)) > 400000


def test_D513(m):
    assert peak(m.users_of, written("ann logs in\n" * 20000)) > 1000000


def test_D515(m):
    out = io.StringIO()
    m.print = lambda *args: out.write("row\n")
    m.print_aligned(["a", "b"])
    assert out.getvalue() == ""
    m.print_aligned_list(["a", "b"])
    assert out.getvalue() == "row\nrow\n"


def test_D517(m):
    path = written("1000\n" * 20000)
    assert m.total_of(path) == 20000000 and peak(m.total_of, path) > 1000000


if __name__ == "__main__":
    prove("sixth/D_sixth", globals())

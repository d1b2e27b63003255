import io
import os
import tempfile
import tracemalloc
from types import SimpleNamespace as Thing

from _load import prove, raises


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


def test_D401(m):
    path = written("GET / 200 123456\n" * 20000)
    assert m.bytes_served(path) == m.bytes_served_lazily(path)
    assert peak(m.bytes_served, path) > 3 * peak(m.bytes_served_lazily, path)


def test_D407(m):
    path = written('{"user": "a", "amount": 1}\n' * 5000)
    assert m.total_by_user(path) == {"a": 5000}
    assert peak(m.total_by_user, path) > 1000000


def test_D411(m):
    import gzip
    path = written("")
    with gzip.open(path, "wt") as out:
        out.write("a b c\n" * 20000)
    assert peak(m.vocabulary, path) > 400000


def test_D413(m):
    path = written("# " + "x" * 50 + "\n" + ("# " + "x" * 50 + "\n") * 9999)
    assert peak(m.count_comments, path) > 800000
    assert peak(m.first_heading, path) > 800000


def test_D417(m):
    path, rows = written("a,b\nc,d\n"), []
    assert m.import_rows(path, rows.append) == 2 and rows == []
    assert m.import_rows_twice(path, rows.append) == 2 and len(rows) == 2


def test_D419(m):
    assert m.report("ab", [1, 2], io.StringIO()) == {}
    assert m.report_safely("ab", [1, 2], io.StringIO()) == {"a": 1, "b": 2}


def test_D421(m):
    assert m.require_admins([]) == []
    assert raises(LookupError, m.require_owners, [])


def test_D423(m):
    assert m.matches([1, 2], [1, 2]) == [1]
    assert m.all_pairs([1, 2], [1, 2]) == [1, 2]


def test_D425(m):
    assert raises(ValueError, m.Report([Thing(amount=1)]).render)
    assert m.FreshReport([Thing(amount=1)]).render() == "1 of 1"


def test_D429(m):
    assert m.has_divisor(4) and peak(m.has_divisor, 4) > 8000000


if __name__ == "__main__":
    prove("fifth/D_fifth", globals())

from contextlib import contextmanager, ExitStack, closing, suppress


class Connection:
    def __init__(self, name):
        self.name = name
        self.open = True

    def __enter__(self):
        print("enter", self.name)
        return self

    def __exit__(self, exc_type, exc, tb):
        self.close()
        return exc_type is ValueError

    def close(self):
        self.open = False
        print("close", self.name)

    def __del__(self):
        print("del", self.name)


@contextmanager
def transaction(conn):
    print("begin")
    try:
        yield conn.name.upper()
    except KeyError as e:
        print("rollback", e)
        raise
    else:
        print("commit")


with Connection("a") as conn:
    with transaction(conn) as name:
        print(name)
with Connection("b"):
    raise ValueError("swallowed")
try:
    with Connection("c") as conn, transaction(conn):
        {}["missing"]
except KeyError as error:
    print("outside", error.args)
with suppress(ZeroDivisionError):
    1 / 0
with ExitStack() as stack:
    connections = [stack.enter_context(Connection(n)) for n in "xy"]
    stack.callback(print, "callback")
print([c.open for c in connections])
with closing(Connection("z")) as z:
    pass
del z, conn, connections

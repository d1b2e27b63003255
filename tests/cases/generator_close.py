# Closing a suspended generator runs its `finally`, and frees what it held.


class Source:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("source gone", self.name)


def lines(name):
    source = Source(name)
    try:
        for n in range(3):
            yield [source.name, n]
    finally:
        print("closing", name)


def managed(name):
    with Manager(name) as manager:
        yield manager
        yield "never"


class Manager:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        print("exit", self.name, kind.__name__)


a = lines("a")
row = next(a)
a.close()
print("closed", row)
b = lines("b")
row = next(b)
del b
print("deleted", row)
c = lines("c")
c = None
for row in lines("d"):
    if row[1] == 1:
        break
print("left the loop")
rest = list(lines("e"))
print(len(rest))
m = managed("m")
first = next(m)
m.close()
print(first.name, next(m, "finished"))

class T:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return isinstance(other, T) and self.n == other.n
    def __del__(self):
        print("del", self.n)
def gen():
    for i in range(4):
        yield T(i)
    print("end")
g = gen()
print(T(1) in g)
print(next(g).n)
print(T(9) in g)
h = (x for x in [[1], [2]])
print([2] in h, list(h))
i = iter([1, 2, 3])
print(2 in i, 1 not in i)
def bad():
    yield 1
    raise KeyError("k")
try:
    print(5 in bad())
except KeyError as e:
    print("failed", e)
print(3 in map(len, ["a", "abc"]), "b" in zip("ab", "cd"))

class Vec:
    def __init__(self, *xs):
        self.xs = xs
    def __add__(self, other):
        if isinstance(other, (int, float)):
            return Vec(*[x + other for x in self.xs])
        if not isinstance(other, Vec):
            return NotImplemented
        return Vec(*[a + b for a, b in zip(self.xs, other.xs)])
    __radd__ = __add__
    def __mul__(self, k):
        return Vec(*(x * k for x in self.xs))
    def __rmul__(self, k):
        return self * k
    def __iadd__(self, other):
        self.xs = self.xs + other.xs
        return self
    def __neg__(self):
        return Vec(*[-x for x in self.xs])
    def __abs__(self):
        return sum(x * x for x in self.xs)
    def __eq__(self, other):
        return isinstance(other, Vec) and self.xs == other.xs
    def __repr__(self):
        return f"Vec{self.xs}"
    def __format__(self, spec):
        return spec + "!" + str(len(self.xs))
    def __index__(self):
        return len(self.xs)
    def __int__(self):
        return 42
    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.xs, other.xs))
    def __call__(self, f):
        return [f(x) for x in self.xs]
    def __divmod__(self, n):
        return (self, n)
v = Vec(1, 2)
w = v + Vec(3, 4)
print(w, v + 1, 1 + v, sum([v, w]), 3 * v, -v)
alias = v
v += Vec(9)
print(alias is v, v, abs(w))
print(f"{w:>4}", f"{w}", f"{w!r}", format(w, "x"))
print([10, 20, 30][Vec(1, 2)], int(v), v @ v)
print(v(lambda x: [x]))
print(v == Vec(1, 2, 9), v == 3, v != w)
del alias

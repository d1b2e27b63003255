class Vec:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, o):
        if not isinstance(o, Vec):
            return NotImplemented
        return Vec(self.x + o.x, self.y + o.y)

    def __radd__(self, o):
        return self if o == 0 else NotImplemented

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __eq__(self, o):
        return isinstance(o, Vec) and (self.x, self.y) == (o.x, o.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __repr__(self):
        return f"Vec({self.x}, {self.y})"

    def __bool__(self):
        return bool(self.x or self.y)

    def __matmul__(self, o):
        return self.x * o.x + self.y * o.y

    def __iter__(self):
        yield self.x
        yield self.y

    def __abs__(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5


v = Vec(1, 2)
w = Vec(3, 4)
print(v + w, v * 2, 3 * v, -v, v @ w, abs(w))
print(v == Vec(1, 2), v != w, v is Vec(1, 2))
print(sum([v, w]), len({v, Vec(1, 2), w}))
try:
    v + 1
except TypeError as e:
    print(e)
old = v
v += w
print(old, v, old is v)
a, b = v
print(a, b, tuple(v), bool(Vec(0, 0)))


class Bag:
    def __init__(self, items=()):
        self.items = list(items)

    def __iadd__(self, other):
        self.items.extend(other)
        return self

    def __lt__(self, other):
        return len(self.items) < len(other.items)

    def __contains__(self, x):
        return x in self.items

    def __setitem__(self, i, v):
        self.items[i] = v

    def __delitem__(self, i):
        del self.items[i]


bag = Bag([1])
same = bag
bag += [2, 3]
print(same is bag, same.items, 2 in bag)
bag[0] = "zero"
del bag[1]
print(bag.items, bag < Bag([1, 2, 3]), Bag() > bag)
l1 = [1]
l2 = l1
l1 += (2,)
l1 = l1 + [3]
print(l1, l2)
s1 = {1}
s2 = s1
s1 |= {2}
s1 = s1 | {3}
print(s1, s2)
t1 = (1,)
t2 = t1
t1 += (2,)
print(t1, t2)
n = 5
m = n
n += 1
print(n, m, 7 // 2, -7 // 2, -7 % 3, 2 ** 10, 1 << 4, 6 & 3, 6 ^ 3, ~5)
print(divmod(17, 5), 0.1 + 0.2 == 0.3, round(2.5), round(3.5), 10 / 4)

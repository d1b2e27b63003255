"""The values of an instance go in the order of its class's keys: from 3.14 those of `self` first, sorted."""


class T:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


class Pair:
    def __init__(self, held, by=None):
        self.held = held
        self.by = by

    def __add__(self, other):
        return Pair(self, other)


first = Pair(T(1))
both = Pair(T(2), T(3))
both = None
shared = Pair(first, T(4))
shared = None
added = first + Pair(T(5))
added = None


class Later:
    def fill(self, z, a):
        self.z = z
        self.count = 0
        self.count += 1

        def inner():
            self.a = a

        inner()


later = Later()
later.fill(T(6), T(7))
later = None


class More(Pair):
    def more(self):
        self.aa = T(8)


more = More(T(9), T(10))
more.more()
more = None


class Bare:
    pass


one = Bare()
one.a, one.b = T(11), T(12)
other = Bare()
other.b, other.a = T(13), T(14)
other = None
again = Bare()
again.a, again.b = T(15), T(16)
del again.a
again.a = T(17)
again = None
first = None

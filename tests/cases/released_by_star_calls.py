class T:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


class Holder:
    def __init__(self, held):
        self.held = held


def drops(a, b=7, c=7):
    b = [1]
    b, a = a, b
    return "key"


def named(a, *rest, k=None):
    a = rest = k = None
    return 1


r = drops(*([], T(1), T(2)))
r = named(*[T(3), T(4)], k=T(5))
r = named(*[T(6)], **{"k": T(7)})
r = (lambda *a, **k: len(a) + len(k))(*[T(8)], **{"k": T(9)})
r = print(*[1, 2], **{"sep": "-"})
o = Holder(T(10))
del o.held
o.held = 5
p = Holder([])
del p.held

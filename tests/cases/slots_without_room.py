import sys
class Plain:
    def __init__(self, x, y):
        self.x = x
        self.y = y
class Slotted:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
class Child(Slotted):
    __slots__ = ("z",)
class Loose(Slotted):
    pass
p = Plain(1, [2])
s = Slotted(1, [2])
print(hasattr(p, "__dict__"), hasattr(s, "__dict__"))
print(sys.getsizeof(s))
c = Child(1, 2)
c.z = 3
print(sys.getsizeof(c), c.z)
try:
    s.extra = 1
except AttributeError as e:
    print("no extra")
l = Loose(1, 2)
l.extra = "ok"
print(l.__dict__)
try:
    c.w
except AttributeError:
    print("unset")
print(Slotted.x.__get__(s), Slotted.__slots__)
many = [Slotted(i, i) for i in range(3)]
print(sum(m.x for m in many))
del many[1]
print(len(many))

from collections import namedtuple
from typing import NamedTuple
Point = namedtuple("Point", ["x", "y"])
p = Point(1, [2])
x, y = p
print(p, p.x, p[1] is y, p == (1, [2]), len(p))
q = p._replace(x=5)
print(q, q.y is p.y, q._fields)
class Employee(NamedTuple):
    name: str
    skills: list
    level: int = 1
e = Employee("ann", ["c"])
e.skills.append("py")
print(e, e.level, isinstance(e, tuple))
d = p._asdict()
print(d["x"], d["y"] is y)
points = [Point(i, i * i) for i in range(3)]
print(points[2].y, max(points), sum(pt.x for pt in points))
Pair = namedtuple("Pair", "a b", defaults=[None])
print(Pair(1), Pair(1, 2) == Pair(a=1, b=2))
table = {Point(0, 0): "origin"}
print(table[(0, 0)])
del p
print(y)

import sys
from dataclasses import dataclass, field


@dataclass(slots=True)
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)

    def moved(self, by):
        return Point(self.x + by, self.y, self.tags)


class Noisy:
    def __del__(self):
        print("gone")


p = Point(1)
q = p.moved(2)
print(p, q, p.tags is q.tags)
q.tags.append(1)
print(p.tags, p == q, hasattr(p, "__dict__"))
try:
    p.colour = "red"
except AttributeError as error:
    print("no room")
print(Point.__slots__, sys.getsizeof(p))
p.x = Noisy()
p.x = 5
print(p)


@dataclass(slots=True)
class Point3(Point):
    z: int = 7


r = Point3(1, 2)
print(r, r.z, Point3.__slots__, isinstance(r, Point))


@dataclass(frozen=True, slots=True)
class Fixed:
    name: str
    values: tuple = ()


f = Fixed("f", (1, 2))
try:
    f.name = "g"
except AttributeError as error:
    print(error)
print(f, hash(f) == hash(Fixed("f", (1, 2))), {f: 1}[Fixed("f", (1, 2))])
del r.tags
try:
    r.tags
except AttributeError:
    print("unset")

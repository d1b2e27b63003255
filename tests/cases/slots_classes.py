class Point:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def moved(self, dx):
        return Point(self.x + dx, self.y)
class Point3(Point):
    __slots__ = ("z",)
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z
class Open(Point):
    def __init__(self, x, y):
        super().__init__(x, y)
        self.extra = [x]
data = [1]
p = Point(data, 2)
q = Point(1, 2).moved(5)
print(p.x is data, q.x, hasattr(p, "__dict__"))
r = Point3(1, data, 3)
print(r.y, r.z, hasattr(r, "w"))
o = Open(1, 2)
o.more = data
print(o.extra, o.more is data, o.__dict__ == {"extra": [1], "more": [1]})
del p.x
print(hasattr(p, "x"), hasattr(p, "y"))
p.x = [5]
print(Point.x is Point.__dict__["x"], Point.__slots__)
points = [Point(i, [i]) for i in range(3)]
print(points[2].y, len(points))
class Single:
    __slots__ = "only"
s = Single()
s.only = points
del points
print(s.only[0].x)

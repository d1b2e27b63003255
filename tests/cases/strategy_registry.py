class Shape:
    def area(self):
        raise NotImplementedError
    def scale(self, k):
        return type(self)(self.side * k)
class Square(Shape):
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2
class Circle(Shape):
    pi = 3
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.pi * self.side * self.side
registry = {cls.__name__: cls for cls in (Square, Circle)}
shapes = [registry[name](2) for name in ("Square", "Circle")]
print([s.area() for s in shapes], [type(s).__name__ for s in shapes])
big = shapes[0].scale(3)
print(big.area(), isinstance(big, Square), big.__class__.__name__)
shapes[1].pi = 4
print(shapes[1].area(), Circle.pi, vars(shapes[1]))
by_type = {}
for s in shapes + [big]:
    by_type.setdefault(type(s), []).append(s)
print(len(by_type[Square]), len(by_type))
total = sum(s.area() for s in shapes)
print(total)
shapes.sort(key=Shape.area if False else lambda s: s.area())
print(shapes[0].area())
method = shapes[0].area
shapes.clear()
print(method(), method.__self__ is not None)
by_type.clear()
del method

from abc import ABC, abstractmethod


class Shape(ABC):
    registry = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Shape.registry[cls.__name__.lower()] = cls

    def __init__(self, name):
        self.name = name

    @abstractmethod
    def area(self):
        ...

    def describe(self):
        return f"{self.name}: {self.area():.2f}"


class Circle(Shape):
    def __init__(self, r):
        super().__init__("circle")
        self.r = r

    def area(self):
        return 3.14159 * self.r ** 2


class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        return self.side * self.side


class Loud:
    def describe(self):
        return super().describe().upper() + "!"


class LoudSquare(Loud, Square):
    pass


try:
    Shape("none")
except TypeError as e:
    print("abstract")
shapes = [Circle(1), Square(2), LoudSquare(3)]
for shape in shapes:
    print(shape.describe(), type(shape).__name__)
print([c.__name__ for c in LoudSquare.__mro__])
print(sorted(Shape.registry), issubclass(LoudSquare, Shape))
make = Shape.registry["circle"]
big = make(10)
print(isinstance(big, Circle), big.__class__ is make)
print(LoudSquare.describe is Loud.describe, Square.describe is Shape.describe)


class Stack(list):
    def push(self, x):
        self.append(x)
        return self

    def peek(self):
        return self[-1]


s = Stack("ab").push(3)
print(s, len(s), s.peek(), s == ["a", "b", 3], s[1:])

from abc import ABC, abstractmethod
from functools import total_ordering
class Shape(ABC):
    @abstractmethod
    def area(self):
        ...
    def label(self):
        return type(self).__name__ + str(self.area())
class Rect(Shape):
    def __init__(self, w, h):
        self.size = (w, h)
    def area(self):
        w, h = self.size
        return w * h
@total_ordering
class Student:
    def __init__(self, grade):
        self.grade = grade
    def __eq__(self, other):
        return self.grade == other.grade
    def __lt__(self, other):
        return self.grade < other.grade
shapes = [Rect(1, 2), Rect(3, 4)]
print([s.label() for s in shapes], isinstance(shapes[0], Shape))
a = Student(1)
b = Student(2)
print(a < b, a <= b, a > b, a >= b, a == b)
print(max(a, b) is b)
shapes.sort(key=lambda s: -s.area())
print(shapes[0].area())
del shapes

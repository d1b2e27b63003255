from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import total_ordering
@dataclass
class Shape(ABC):
    name: str
    @abstractmethod
    def area(self): ...
@dataclass
class Sq(Shape):
    side: int
    def area(self):
        return self.side ** 2
@total_ordering
class V(ABC):
    def __init__(self, n):
        self.n = n
    def __eq__(self, o):
        return self.n == o.n
    def __lt__(self, o):
        return self.n < o.n
s = Sq("a", 2)
print(s.area(), s, V(1) <= V(2))
try:
    Shape("x")
except TypeError as e:
    print("abstract")
t = type(s)
print(t is Sq)

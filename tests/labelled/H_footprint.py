"""Shapes that cost more bytes than needed; none is a warning by default."""
import array
import collections
import functools
from dataclasses import dataclass
from typing import NamedTuple

# item: H01 info: a million plain instances with two attributes
class Point:  # expect: slots-opportunity
    def __init__(self, x, y):
        self.x = x
        self.y = y


def grid(n=1000):
    return [Point(x, y) for x in range(n) for y in range(n)]  # also: slots-opportunity


# item: H02 info: slots in the subclass only
class Shape:
    def area(self):
        return 0


class Square(Shape):
    __slots__ = ("side",)  # expect: slots-defeated-by-base

    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side * self.side


# item: H03 info: a long list of numbers kept in a module
MULTIPLES = list(range(0, 3_000_000, 7))  # expect: boxed-number-sequence


def is_multiple(n):
    return n in MULTIPLES


# item: H04 info: floats kept in the object for long
class Signal:
    def __init__(self, rate):
        self.samples = [i / rate for i in range(1_000_000)]  # expect: boxed-number-sequence

    def at(self, i):
        return self.samples[i]


# item: H05 clean: slots
class Vertex:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z


def cloud(n=1_000_000):
    return [Vertex(i, i + 1, i + 2) for i in range(n)]


# item: H06 clean: five instances
class Planet:
    def __init__(self, name, mass):
        self.name = name
        self.mass = mass


PLANETS = [Planet(n, m) for n, m in (("Mercury", 0.3), ("Venus", 4.9), ("Earth", 6.0), ("Mars", 0.6))]


# item: H07 clean: needs its __dict__ for cached_property
class Term:
    def __init__(self, text):
        self.text = text

    @functools.cached_property
    def stem(self):
        return self.text.rstrip("s")


def vocabulary(words):
    return [Term(w) for w in words]


# item: H08 clean: named tuples and arrays
class Reading(NamedTuple):
    stamp: int
    value: float


def readings(n=500_000):
    values = array.array("d", bytes(8 * n))
    return values, Reading(0, values[0])


# item: H09 clean: a range, not a list; a list of one shared element
def indices(n=10_000_000):
    span = range(n)
    flags = [None] * 1000
    for i in (3, 5, 8):
        flags[i] = span[i]
    return span, flags


# item: H10 clean: attributes are added from outside
class Namespace:
    def __init__(self, **kwargs):
        for key, value in kwargs.items():
            setattr(self, key, value)


def namespaces(rows):
    return [Namespace(**row) for row in rows]

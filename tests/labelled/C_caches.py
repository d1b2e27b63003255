"""Caches on methods."""
from __future__ import annotations

import enum
import functools
import hashlib
import math
from functools import cached_property, lru_cache, partial

# item: C26 bug: the cache of the class keeps every instance
class Document:
    def __init__(self, text):
        self.text = text

    @lru_cache(maxsize=None)  # expect: cached-method-pins-self
    def word_count(self, minimum=1):
        return sum(1 for w in self.text.split() if len(w) >= minimum)


# item: C27 bug: functools.cache by its full name, on a property
class Polygon:
    def __init__(self, points):
        self.points = points

    @property
    @functools.lru_cache()  # expect: cached-method-pins-self
    def area(self):
        total = 0.0
        for (x1, y1), (x2, y2) in zip(self.points, self.points[1:] + self.points[:1]):
            total += x1 * y2 - x2 * y1
        return abs(total) / 2


# item: C28 bug: bounded, but 4096 requests stay alive all the same
class Request:
    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body

    @lru_cache(4096)  # expect: cached-method-pins-self
    def header(self, name, default=None):
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return default


# item: C29 bug: no decorator, the call stands in the class body
class Spline:
    def __init__(self, knots):
        self.knots = knots

    def _evaluate(self, t):
        i = min(int(t), len(self.knots) - 2)
        f = t - i
        return self.knots[i] * (1 - f) + self.knots[i + 1] * f

    evaluate = lru_cache(maxsize=None)(_evaluate)  # expect: cached-method-pins-self


# item: C30 bug: the decorator has another name in this module
memoize = functools.lru_cache(maxsize=1000)


class Permission:
    def __init__(self, user, grants):
        self.user = user
        self.grants = grants

    @memoize  # expect: cached-method-pins-self
    def allows(self, action, resource):
        return any(g == (action, resource) or g == ("*", resource) for g in self.grants)


# item: C31 bug: repositories are made per session, the cached method is inherited
class Repository:
    def __init__(self, session, rows):
        self.session = session
        self.rows = rows

    @functools.lru_cache(maxsize=256)  # expect: cached-method-pins-self
    def get(self, pk):
        return self.session.load(type(self).__name__, pk)


class UserRepository(Repository):
    def names(self):
        return [self.get(pk)["name"] for pk in self.rows]


def handle(session):
    return UserRepository(session, [1, 2, 3]).names()


# item: C32 clean: members of an enumeration live for ever anyway
class Planet(enum.Enum):
    EARTH = (5.97e24, 6.37e6)
    MARS = (6.42e23, 3.39e6)

    @lru_cache(maxsize=None)
    def gravity(self):
        mass, radius = self.value
        return 6.67e-11 * mass / radius ** 2


# item: C33 clean: no self in the key
class Hasher:
    def __init__(self, salt):
        self.salt = salt

    @staticmethod
    @lru_cache(maxsize=1024)
    def digest(text):
        return hashlib.sha1(text.encode()).hexdigest()

    def salted(self, text):
        return self.salt + self.digest(text)


# item: C34 clean: the key is the class
class Schema:
    fields = ("id", "name")

    @classmethod
    @lru_cache(maxsize=None)
    def columns(cls):
        return ", ".join(cls.fields)


# item: C35 clean: the value is stored in the instance
class Matrix:
    def __init__(self, rows):
        self.rows = rows

    @cached_property
    def determinant(self):
        (a, b), (c, d) = self.rows
        return a * d - b * c


# item: C36 clean: a function of the module with small keys
@lru_cache(maxsize=128)
def binomial(n, k):
    return math.factorial(n) // (math.factorial(k) * math.factorial(n - k))


class Lottery:
    def __init__(self, numbers):
        self.numbers = numbers

    def odds(self, hits):
        return binomial(self.numbers, hits)


# item: C37 clean: a decorator of our own that stores the value in the instance
def cached_method(func):
    name = "_cached_" + func.__name__

    @functools.wraps(func)
    def wrapper(self):
        try:
            return getattr(self, name)
        except AttributeError:
            value = func(self)
            setattr(self, name, value)
            return value
    return wrapper


class Invoice:
    def __init__(self, lines):
        self.lines = lines

    @cached_method
    def total(self):
        return sum(qty * price for qty, price in self.lines)


# item: C38 clean: a cache made per call, gone with it
class Parser:
    def __init__(self, grammar):
        self.grammar = grammar

    def parse(self, tokens):
        @lru_cache(maxsize=None)
        def match(rule, pos):
            if pos < len(tokens) and self.grammar.get(rule) == tokens[pos]:
                return pos + 1
            return None
        return match("start", 0)

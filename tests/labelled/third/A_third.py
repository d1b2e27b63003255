"""Defaults and class attributes in services, parsers, tests and models."""
from __future__ import annotations

import abc
import argparse
import bisect
import collections
import contextvars
import copy
import enum
import functools
import heapq
import itertools
import logging
import operator
import random
import typing as t
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from types import MappingProxyType

log = logging.getLogger("third")


# item: A201 bug: a context dict for templates gets the user of every request
def render(template, context={}, *, user=None):  # expect: mutable-default-mutated
    context.update(user=user, template=template)  # also: mutable-default-mutated
    return "%(template)s for %(user)s" % context


# item: A202 clean: the union operator makes a new dict
def render_merged(template, context={}, *, user=None):
    context = context | {"user": user}
    context["template"] = template
    return "%(template)s for %(user)s" % context


# item: A203 bug: the walrus binds a second name, del works on it
def drop_private(record, allowed={"id": 1, "_rev": 2}):  # expect: mutable-default-mutated
    if (fields := allowed) and "_rev" in fields:
        del fields["_rev"]  # also: mutable-default-mutated
    return {k: record.get(k) for k in fields}


# item: A204 bug: two branches of a chain append
def tokenize(text, tokens=[]):  # expect: mutable-default-mutated
    for ch in text:
        if ch.isdigit():
            tokens.append(("num", ch))  # also: mutable-default-mutated
        elif ch in "+-*/":
            tokens.append(("op", ch))  # also: mutable-default-mutated
    return list(tokens)


# item: A205 clean: starred copy in the first line
def tokenize_more(text, tokens=[]):
    tokens = [*tokens]
    for ch in text:
        if ch.isdigit():
            tokens.append(("num", ch))
    return tokens


# item: A206 bug: insort changes the default list
def ranked(score, board=[10, 20, 30]):  # expect: mutable-default-mutated
    bisect.insort(board, score)  # also: mutable-default-mutated
    return board.index(score)


# item: A207 clean: bisect only looks
def rank_of(score, board=[10, 20, 30]):
    return bisect.bisect(board, score)


# item: A208 bug: a Counter as default adds up over calls
def word_counts(words, totals=Counter()):  # expect: mutable-default-mutated
    for word in words:
        totals[word] += 1  # also: mutable-default-mutated
    return totals.most_common(3)


# item: A209 bug: defaultdict default, filled through its missing keys
def group_by_city(people, groups=defaultdict(list)):  # expect: mutable-default-mutated
    for person in people:
        groups[person["city"]].append(person["name"])  # also: mutable-default-mutated
    return dict(groups)


# item: A210 clean: a defaultdict is made inside
def group_by_age(people, groups=None):
    groups = defaultdict(list, groups or {})
    for person in people:
        groups[person["age"]].append(person["name"])
    return dict(groups)


# item: A211 bug: a method hands the default to another method, which pops from it
class Scheduler:
    def __init__(self, jobs):
        self.jobs = jobs

    def run(self, order=["high", "normal", "low"]):  # expect: mutable-default-mutated
        done = []
        while order:
            done.append(self._take(order))
        return done

    def _take(self, queue):
        return self.jobs.get(queue.pop(0))  # also: mutable-default-mutated


# item: A212 clean: the helper gets a copy
class CopyScheduler:
    def __init__(self, jobs):
        self.jobs = jobs

    def run(self, order=["high", "normal", "low"]):
        queue = order.copy()
        done = []
        while queue:
            done.append(self._take(queue))
        return done

    def _take(self, queue):
        return self.jobs.get(queue.pop(0))


# item: A213 bug: a conditional expression keeps the default
def collect_ids(rows, out=["id"], extra=None):  # expect: mutable-default-mutated
    target = extra if extra is not None else out
    target.extend(row["id"] for row in rows)  # also: mutable-default-mutated
    return len(target)


# item: A214 clean: the conditional expression makes a list in the other arm
def collect_names(rows, out=(), extra=None):
    target = extra if extra is not None else list(out)
    target.extend(row["name"] for row in rows)
    return len(target)


# item: A215 bug: an abstract base stores its default, a concrete class fills it
class Exporter(abc.ABC):
    def __init__(self, stream, columns=[]):  # expect: mutable-default-mutated | mutable-default-escapes
        self.stream = stream
        self.columns = columns

    @abc.abstractmethod
    def export(self, rows):
        ...


class CsvExporter(Exporter):
    def export(self, rows):
        for row in rows:
            for key in row:
                if key not in self.columns:
                    self.columns.append(key)  # also: mutable-default-mutated | mutable-default-escapes
        return self.columns


# item: A216 clean: the concrete class makes its own list
class SafeExporter(abc.ABC):
    def __init__(self, stream, columns=[]):
        self.stream = stream
        self.columns = list(columns)


class TsvExporter(SafeExporter):
    def export(self, rows):
        for row in rows:
            self.columns.extend(key for key in row if key not in self.columns)
        return self.columns


# item: A217 bug: a property hands out the stored default, a method changes it
class Basket:
    def __init__(self, owner, items=[]):  # expect: mutable-default-mutated | mutable-default-escapes
        self.owner = owner
        self._items = items

    @property
    def items(self):
        return self._items

    def put(self, article):
        self.items.append(article)  # also: mutable-default-mutated | mutable-default-escapes


# item: A218 clean: the property hands out a copy
class Wallet:
    def __init__(self, owner, coins=[]):
        self.owner = owner
        self._coins = coins

    @property
    def coins(self):
        return list(self._coins)

    def weigh(self):
        coins = self.coins
        coins.sort()
        return sum(coins)


# item: A219 bug: asynchronous method puts into the default queue of a class without __init__
class Collector:
    async def gather(self, source, limit=100, buffer=deque()):  # expect: mutable-default-mutated
        async for item in source:
            buffer.append(item)  # also: mutable-default-mutated
            if len(buffer) >= limit:
                break
        return list(buffer)


# item: A220 bug: the inner function of a decorator with arguments writes the default of the outer
def counted(label, stats={}):  # expect: mutable-default-mutated
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            stats[label] = stats.get(label, 0) + 1  # also: mutable-default-mutated
            return func(*args, **kwargs)
        return wrapper
    return decorate


# item: A221 clean: argparse reads the default; the function builds its own list
def parse_args(argv=["--verbose"]):
    parser = argparse.ArgumentParser()
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args(argv)


# item: A222 clean: the defaults are read with get and in
def convert(value, table={"yes": True, "no": False}, strict=[]):
    if value in strict:
        raise ValueError(value)
    return table.get(value.lower(), value)


# item: A223 bug: reversed in place under try
def backwards(path=["a", "b", "c"]):  # expect: mutable-default-mutated
    try:
        path.reverse()  # also: mutable-default-mutated
        return "/".join(path)
    except TypeError:
        return ""


# item: A224 clean: reversed() makes an iterator
def backwards_read(path=["a", "b", "c"]):
    return "/".join(reversed(path))


# item: A225 bug: every plugin instance hangs its hooks into the dict of the class
class Plugin:
    hooks = {}  # expect: mutable-class-attr-mutated
    name = "plugin"

    def __init__(self, name):
        self.name = name

    def on(self, event, callback):
        self.hooks.setdefault(event, []).append(callback)  # also: mutable-class-attr-mutated

    def fire(self, event):
        return [callback() for callback in self.hooks.get(event, ())]


# item: A226 clean: __init__ calls a method that makes the dict of the instance
class OwnPlugin:
    hooks = {}

    def __init__(self, name):
        self.name = name
        self.reset()

    def reset(self):
        self.hooks = {}

    def on(self, event, callback):
        self.hooks.setdefault(event, []).append(callback)


# item: A227 bug: a test case collects what it made in a list of the class
class ServerTest:
    created = []  # expect: mutable-class-attr-mutated

    def setUp(self):
        self.client = object()

    def make_user(self, name):
        user = {"name": name}
        self.created.append(user)  # also: mutable-class-attr-mutated
        return user

    def tearDown(self):
        for user in self.created:
            log.info("remove %s", user["name"])


# item: A228 clean: setUp gives each test its list
class CleanServerTest:
    created = []

    def setUp(self):
        self.created = []

    def make_user(self, name):
        user = {"name": name}
        self.created.append(user)
        return user


# item: A229 bug: a local name for the set of the class
class Crawler:
    seen = set()  # expect: mutable-class-attr-mutated

    def visit(self, urls):
        seen = self.seen
        fresh = []
        for url in urls:
            if url not in seen:
                seen.add(url)  # also: mutable-class-attr-mutated
                fresh.append(url)
        return fresh


# item: A230 clean: the local is a copy of the class's set
class PoliteCrawler:
    seeds = {"http://a", "http://b"}

    def visit(self, urls):
        seen = set(self.seeds)
        fresh = []
        for url in urls:
            if url not in seen:
                seen.add(url)
                fresh.append(url)
        return fresh


# item: A231 bug: a mixin brings the list, the class that uses it fills it
class EventsMixin:
    events = []  # expect: mutable-class-attr-mutated

    def pending(self):
        return len(self.events)


class Order(EventsMixin):
    def __init__(self, number):
        self.number = number

    def pay(self):
        self.events.append(("paid", self.number))  # also: mutable-class-attr-mutated


# item: A232 clean: the class of the caller is an Enum, its members share on purpose
class Color(enum.Enum):
    RED = "r"
    GREEN = "g"

    @classmethod
    def names(cls):
        result = []
        for member in cls:
            result.append(member.name)
        return result


# item: A233 clean: declarations a metaclass reads
class FormMeta(type):
    def __new__(mcls, name, bases, namespace):
        cls = super().__new__(mcls, name, bases, namespace)
        cls.known = tuple(namespace.get("fields", ()))
        return cls


class LoginForm(metaclass=FormMeta):
    fields = ["user", "password"]
    widgets = {"password": "hidden"}

    def render(self):
        return [(name, self.widgets.get(name, "text")) for name in self.fields]


# item: A234 bug: the matrix of the class is written by index through self
class Grid:
    cells = [[0, 0], [0, 0]]  # expect: mutable-class-attr-mutated

    def mark(self, x, y):
        self.cells[y][x] = 1  # also: mutable-class-attr-mutated

    def count(self):
        return sum(sum(row) for row in self.cells)


# item: A235 bug: self.log += in a subclass's method
class Base235:
    log = []  # expect: mutable-class-attr-mutated | class-attr-augassign-split


class Worker235(Base235):
    def step(self, text):
        self.log += [text]  # also: mutable-class-attr-mutated | class-attr-augassign-split
        return len(self.log)


# item: A236 bug: one Position for all players
class Position:
    def __init__(self, x=0, y=0):
        self.x = x
        self.y = y

    def move(self, dx, dy):
        self.x += dx
        self.y += dy


@dataclass
class Player:
    name: str
    position: Position = Position()  # expect: dataclass-field-shared-instance

    def step(self):
        self.position.move(1, 0)


# item: A237 clean: a named tuple is immutable
Point = namedtuple("Point", "x y")


@dataclass
class Marker:
    name: str
    at: Point = Point(0, 0)
    tags: list = field(default_factory=list)

    def moved(self, dx):
        return Marker(self.name, self.at._replace(x=self.at.x + dx), [*self.tags])


# item: A238 bug: field(default=...) of an object that is changed
class Limits:
    def __init__(self):
        self.low = 0
        self.high = 100


@dataclass
class Sensor:
    name: str
    limits: Limits = field(default=Limits())  # expect: dataclass-field-shared-instance

    def calibrate(self, high):
        self.limits.high = high


# item: A239 bug: fromkeys with a dict, filled in a loop over the keys
def index_by_kind(kinds, items):
    index = dict.fromkeys(kinds, {})  # expect: fromkeys-shared-value
    for item in items:
        index[item.kind][item.id] = item  # also: fromkeys-shared-value
    return index


# item: A240 clean: a dict per key
def index_by_owner(owners, items):
    index = {owner: {} for owner in owners}
    for item in items:
        index[item.owner][item.id] = item
    return index


# item: A241 bug: all slots of a timetable are the one set
def timetable(hours, bookings):
    table = OrderedDict.fromkeys(range(hours), set())  # expect: fromkeys-shared-value
    for hour, name in bookings:
        table[hour].add(name)  # also: fromkeys-shared-value
    return table


# item: A242 clean: fromkeys with None, then each key gets its own list
def slots(names, pairs):
    table = dict.fromkeys(names)
    for name in table:
        table[name] = []
    for name, value in pairs:
        table[name].append(value)
    return table


# item: A243 bug: iter() as a default, each call takes the next line away
def header(fields, source=iter(["id", "name", "city"])):  # expect: exhausted-iterator-default
    rows = [f"{f}" for f in source]
    return rows + list(fields)


# item: A244 clean: range can be read again and again
def numbered(fields, numbers=range(100)):
    return [f"{n}{f}" for n, f in zip(numbers, fields)]


# item: A245 bug: a partial of a module function hands its default on to sort
def _order(values, key):
    values.sort(key=key)
    return values


def by_length(words=["pear", "fig"]):  # expect: mutable-default-mutated
    return _order(words, len)  # also: mutable-default-mutated


# item: A246 clean: the default is a frozen view
def settings(name, defaults=MappingProxyType({"debug": False})):
    merged = dict(defaults)
    merged["name"] = name
    return merged

"""Defaults and shared class attributes in web handlers, parsers, training loops, scripts and test helpers."""
import argparse
import collections
import contextlib
import copy
import json
import logging
import os
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, Dict, List, NamedTuple, Optional

log = logging.getLogger("fourth")


# item: A301 bug: the payload builder adds the token to the default dict
class ApiClient:
    def __init__(self, base, token):
        self.base = base
        self.token = token

    def request(self, method, path, headers={}, **params):  # expect: mutable-default-mutated
        if self.token and "Authorization" not in headers:
            headers["Authorization"] = "Bearer " + self.token
        return {"method": method, "url": self.base + path, "headers": dict(headers), "params": params}


# item: A302 clean: the headers of the caller are spread into a dict of the call
class PoliteClient:
    def __init__(self, token):
        self.token = token

    def request(self, path, headers={}):
        headers = {**headers, "Authorization": "Bearer " + self.token}
        headers["Accept"] = "application/json"
        return path, headers


# item: A303 bug: tokens of a nested parse go into the default list
def parse_blocks(lines, depth=0, out=[]):  # expect: mutable-default-mutated
    while lines:
        line = lines.pop(0)
        if line == "end":
            return out
        if line.startswith("begin"):
            parse_blocks(lines, depth + 1, out)
        else:
            out.append((depth, line))
    return out


# item: A304 clean: an accumulator that is handed on but made when missing
def walk_tree(node, seen=None):
    seen = [] if seen is None else seen
    seen.append(node["name"])
    for child in node.get("children", ()):
        walk_tree(child, seen)
    return seen


# item: A305 bug: the history of a training run is the default of fit
class Trainer:
    def __init__(self, model, step):
        self.model = model
        self.step = step

    def fit(self, batches, epochs=1, history={"loss": [], "lr": []}):  # expect: mutable-default-mutated
        rate = 0.1
        for epoch in range(epochs):
            total = 0.0
            for batch in batches:
                total += self.step(self.model, batch, rate)
            history["loss"].append(total)
            history["lr"].append(rate)
            rate *= 0.9
        return history


# item: A306 clean: the schedule of the default is read in a loop
def train(model, batches, milestones=[30, 60, 90], gamma=0.1):
    rate = 1.0
    for epoch, batch in enumerate(batches):
        if epoch in milestones:
            rate *= gamma
        model.step(batch, rate)
    return rate


# item: A307 bug: options of a command are kept and later updated by the parser of the same class
class Command:
    def __init__(self, name, options={}):  # expect: mutable-default-mutated | mutable-default-escapes
        self.name = name
        self.options = options

    def parse(self, argv):
        rest = []
        for arg in argv:
            if arg.startswith("--"):
                key, _, value = arg[2:].partition("=")
                self.options[key] = value or True  # also: mutable-default-mutated | mutable-default-escapes
            else:
                rest.append(arg)
        return rest


# item: A308 clean: the options are copied when they are kept
class SafeCommand:
    def __init__(self, name, options={}, aliases=()):
        self.name = name
        self.options = dict(options)
        self.aliases = list(aliases)

    def parse(self, argv):
        for arg in argv:
            self.options[arg] = True
            self.aliases.append(arg)


# item: A309 bug: a getter hands out the kept default, another method of a subclass changes it
class Node:
    def __init__(self, value, children=[]):  # expect: mutable-default-mutated | mutable-default-escapes
        self.value = value
        self._children = children

    def get_children(self):
        return self._children


class Folder(Node):
    def add(self, child):
        self.get_children().append(child)  # also: mutable-default-mutated | mutable-default-escapes


# item: A310 clean: the getter gives a tuple of it
class FrozenNode:
    def __init__(self, value, children=[]):
        self.value = value
        self._children = children

    @property
    def children(self):
        return tuple(self._children)

    def names(self):
        found = list(self.children)
        found.append(self.value)
        return found


# item: A311 bug: rows are dropped from the default while the report is cleaned
def clean_report(rows, skip=["total", "sum"], strict=False):  # expect: mutable-default-mutated
    kept = []
    for row in rows:
        if row["kind"] in skip:
            if not strict:
                skip.remove(row["kind"])
            continue
        kept.append(row)
    return kept


# item: A312 clean: the set of names to skip is only asked
def drop_columns(rows, skip={"password", "token"}, extra=[]):
    banned = skip | set(extra)
    return [{k: v for k, v in row.items() if k not in banned} for row in rows]


# item: A313 bug: a decorator's wrapper collects timings in the default of the decorator
def timed(func, samples=[]):  # expect: mutable-default-mutated
    @wraps(func)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return func(*args, **kwargs)
        finally:
            samples.append((func.__name__, time.perf_counter() - start))

    wrapper.samples = samples
    return wrapper


# item: A314 clean: each decorated function has a list of its own
def traced(func):
    calls = []

    @wraps(func)
    def wrapper(*args, **kwargs):
        calls.append(args)
        return func(*args, **kwargs)

    wrapper.calls = calls
    return wrapper


# item: A315 bug: the validators' errors of the class are shared by all forms
class Form:
    fields: Dict[str, Any] = {}
    errors: List[str] = []  # expect: mutable-class-attr-mutated

    def __init__(self, data):
        self.data = data

    def is_valid(self):
        for name in self.required():
            if not self.data.get(name):
                self.errors.append("%s is missing" % name)
        return not self.errors

    def required(self):
        return ("name", "mail")


# item: A316 clean: full_clean sets the attribute on the instance before it fills it
class CleanForm:
    errors: List[str] = []

    def full_clean(self, data):
        self.errors = []
        for name, value in data.items():
            if not value:
                self.errors.append(name)
        return not self.errors


# item: A317 bug: the buffer of an event handler base class, a subclass writes it in a callback
class Handler:
    buffer = []  # expect: mutable-class-attr-mutated

    def emit(self, record):
        raise NotImplementedError

    def flush(self):
        lines, self.buffer[:] = list(self.buffer), []
        return lines


class MemoryHandler(Handler):
    def emit(self, record):
        with contextlib.suppress(ValueError):
            self.buffer.append(record.strip())


# item: A318 clean: the subclass has a buffer per instance by __init__ of the base
class BaseSink:
    buffer = []

    def __init__(self):
        self.buffer = []


class Sink(BaseSink):
    def emit(self, record):
        self.buffer.append(record)
        if len(self.buffer) > 10:
            self.buffer.clear()


# item: A319 bug: a fake server for tests notes requests in a dict of the class, counted by path
class FakeServer:
    hits = defaultdict(int)  # expect: mutable-class-attr-mutated

    def get(self, path, status=200):
        self.hits[path] += 1
        return status

    def assert_hit(self, path, times=1):
        assert self.hits[path] == times, self.hits


# item: A320 clean: the routes of a class are declared and looked up
class Router:
    routes = {"/": "index", "/about": "about"}
    methods = ["GET", "HEAD"]

    def resolve(self, path, method="GET"):
        if method not in self.methods:
            raise ValueError(method)
        return self.routes.get(path) or self.routes["/"]


# item: A321 bug: the retry policy object is one for all jobs and counts in itself
class Retry:
    def __init__(self, limit=3):
        self.limit = limit
        self.used = 0

    def spend(self):
        self.used += 1
        return self.used <= self.limit


@dataclass
class Job:
    name: str
    retry: Retry = Retry()  # expect: dataclass-field-shared-instance

    def attempt(self, work):
        while self.retry.spend():
            if work(self.name):
                return True
        return False


# item: A322 clean: the limits are a frozen dataclass
@dataclass(frozen=True)
class Limits:
    size: int = 10
    age: float = 2.5


@dataclass
class Cache:
    name: str
    limits: Limits = Limits()
    entries: dict = field(default_factory=dict)

    def put(self, key, value):
        if len(self.entries) < self.limits.size:
            self.entries[key] = value


# item: A323 bug: the columns of a table are one list
def transpose(records, names):
    columns = dict.fromkeys(names, [])  # expect: fromkeys-shared-value
    for record in records:
        for name in names:
            columns[name].append(record.get(name))
    return columns


# item: A324 clean: the counters start at zero and are replaced
def histogram(records, names):
    counts = dict.fromkeys(names, 0)
    missing = dict.fromkeys(names, ())
    for record in records:
        for name in names:
            if name in record:
                counts[name] += 1
            else:
                missing[name] += (record["id"],)
    return counts, missing


# item: A325 bug: a port generator as default of a fixture function runs dry
def free_ports(count, pool=iter(range(9000, 9004))):  # expect: exhausted-iterator-default | mutable-default-mutated
    return [port for port, _ in zip(pool, range(count))]

"""Defaults and class attributes in command line tools, clients, emitters, parsers, models and builders."""
import collections
import contextvars
import enum
import functools
import itertools
import logging
import threading
import time
import typing
import uuid
from dataclasses import dataclass, field
from datetime import datetime

log = logging.getLogger("fifth")


# item: A401 bug: options that a command leaves out are written into the default
def run_command(name, args=(), options={}):  # expect: mutable-default-mutated
    options.setdefault("verbose", False)
    if "--verbose" in args:
        options["verbose"] = True
    return name, options["verbose"]


# item: A402 clean: a new dict is made of the default and what was given
def run_politely(name, args=(), options={}):
    settings = {"verbose": False, **options}
    if "--verbose" in args:
        settings["verbose"] = True
    return name, settings["verbose"]


def _overlay(target, source):
    for key, value in source.items():
        if isinstance(value, dict) and key in target:
            _overlay(target[key], value)
        else:
            target[key] = value


# item: A403 bug: two layers of settings are merged into the default by a helper that calls itself
def load_settings(layers, result={}):  # expect: mutable-default-mutated | mutable-default-escapes
    for layer in layers:
        _overlay(result, layer)
    return result


# item: A404 clean: the helper merges into a dict of this call
def load_settings_fresh(layers, defaults={}):
    result = {}
    _overlay(result, defaults)
    for layer in layers:
        _overlay(result, layer)
    return result


# item: A405 bug: the guard for None does not help, the default is a list
def collect_links(page, found=[]):  # expect: mutable-default-mutated
    result = found if found is not None else []
    for link in page.links:
        if link.startswith("http"):
            result.append(link)
    return result


# item: A406 clean: an empty default is replaced before it is filled
def collect_images(page, found=[]):
    found = found or []
    found.append(page.logo)
    for image in page.images:
        found.append(image)
    return found


# item: A407 bug: the visitor inside adds to the default of the function around it
def free_names(tree, bound={"self"}):  # expect: mutable-default-mutated
    names = []

    def visit(node):
        if node.kind == "assign":
            bound.add(node.name)
        elif node.name not in bound:
            names.append(node.name)
        for child in node.children:
            visit(child)

    visit(tree)
    return names


# item: A408 clean: the visitor adds to a copy
def free_names_safely(tree, bound=frozenset({"self"})):
    names, known = [], set(bound)

    def visit(node):
        if node.kind == "assign":
            known.add(node.name)
        elif node.name not in known:
            names.append(node.name)
        for child in node.children:
            visit(child)

    visit(tree)
    return names


# item: A409 bug: a generator remembers in its default what it gave before
def unique(rows, *, key, seen=set()):  # expect: mutable-default-mutated
    for row in rows:
        mark = key(row)
        if mark in seen:
            continue
        seen.add(mark)
        yield row


# item: A410 clean: a memo that is meant to stay between the calls
def digits_of(number, _memo={}):
    if number not in _memo:
        _memo[number] = [int(c) for c in str(number)]
    return _memo[number]


# item: A411 bug: listeners of one emitter hear the events of all
class Emitter:
    _listeners = {}  # expect: mutable-class-attr-mutated

    def on(self, event, callback):
        self._listeners.setdefault(event, []).append(callback)
        return callback

    def fire(self, event, *args):
        for callback in self._listeners.get(event, ()):
            callback(*args)


# item: A412 clean: the emitter makes the dict when the first listener comes
class LazyEmitter:
    _listeners = None

    def on(self, event, callback):
        if self._listeners is None:
            self._listeners = {}
        self._listeners.setdefault(event, []).append(callback)
        return callback


# item: A413 bug: steps of every pipeline are in the list of the base class
class Pipeline:
    steps: typing.List[typing.Callable] = []  # expect: mutable-class-attr-mutated

    def add(self, step):
        self.steps.append(step)
        return self

    def __call__(self, value):
        for step in self.steps:
            value = step(value)
        return value


class ImagePipeline(Pipeline):
    size = (64, 64)


# item: A414 clean: subclasses are registered by the base, through the class
class Exporter:
    registry: typing.ClassVar[dict] = {}
    suffix = ""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Exporter.registry[cls.suffix] = cls

    def export(self, rows):
        return [str(row) + self.suffix for row in rows]


class CsvExporter(Exporter):
    suffix = ".csv"


# item: A415 bug: a property gives the list of the class, and the method fills it
class Wizard:
    _history = []  # expect: mutable-class-attr-mutated

    @property
    def history(self):
        return self._history

    def visit(self, page):
        self.history.append(page)
        return len(self.history)


# item: A416 clean: the property makes a list of the instance on first use
class CarefulWizard:
    _history = None

    @property
    def history(self):
        if self._history is None:
            self._history = []
        return self._history

    def visit(self, page):
        self.history.append(page)
        return len(self.history)


class RenderOptions:
    def __init__(self):
        self.level = 1
        self.tags = []


# item: A417 bug: one options object for all documents, and a document changes it
@dataclass
class Document:
    title: str
    options: RenderOptions = field(default=RenderOptions())  # expect: dataclass-field-shared-instance

    def make_important(self):
        self.options.level += 1
        self.options.tags.append("important")


# item: A418 clean: each document makes its options
@dataclass
class FreshDocument:
    title: str
    options: RenderOptions = field(default_factory=RenderOptions)

    def make_important(self):
        self.options.level += 1


# item: A419 bug: all groups are one set, a nested function fills it
def group_by_owner(files, owners):
    groups = dict.fromkeys(owners, set())  # expect: fromkeys-shared-value

    def put(entry):
        groups[entry.owner].add(entry.path)

    for entry in files:
        put(entry)
    return groups


# item: A420 clean: the one set is only a sign that nothing is there yet, and is replaced
def group_by_size(files, sizes):
    groups = dict.fromkeys(sizes, frozenset())
    for entry in files:
        groups[entry.size] = groups[entry.size] | {entry.path}
    return groups


# item: A421 bug: a lambda of a table of operations pushes on its default
OPERATIONS = {
    "push": lambda value, stack=[]: stack.append(value) or len(stack),  # expect: mutable-default-mutated
    "negate": lambda value: -value,
}

CONNECTION = {"host": "localhost", "port": 5432, "timeout": 10}


# item: A422 bug: the port is taken out of the constant of the module
def connect(driver, options=CONNECTION):  # expect: mutable-default-mutated
    port = options.pop("port", 5432)
    return driver(port=port, **options)


# item: A423 clean: the constant is read
def describe_connection(options=CONNECTION):
    host, port = options["host"], options.get("port")
    return "%s:%s" % (host, port)


class Stats:
    def __init__(self):
        self.count = 0
        self.slowest = None

    def note(self, seconds):
        self.count += 1
        if self.slowest is None or seconds > self.slowest:
            self.slowest = seconds


# item: A424 bug: one statistics object is the default of all calls
def process(jobs, stats=Stats()):  # expect: mutable-default-mutated | mutable-default-escapes
    for job in jobs:
        start = time.perf_counter()
        job()
        stats.note(time.perf_counter() - start)
    return stats.count


# item: A425 bug: a query builder keeps the default list and extends it in a fluent method
class Query:
    def __init__(self, table, conditions=[]):  # expect: mutable-default-mutated | mutable-default-escapes
        self.table = table
        self.conditions = conditions

    def where(self, text):
        self.conditions += [text]
        return self

    def sql(self):
        return "SELECT * FROM %s WHERE %s" % (self.table, " AND ".join(self.conditions))


# item: A426 clean: the builder keeps the default list and makes a new one when it changes
class ImmutableQuery:
    def __init__(self, table, conditions=[]):
        self.table = table
        self.conditions = conditions

    def where(self, text):
        return ImmutableQuery(self.table, self.conditions + [text])


# item: A427 bug: a record gets the time at which the module was read
def make_event(kind, at=datetime.now()):  # expect: stale-call-default
    return {"kind": kind, "at": at}


# item: A428 clean: the time is asked for in the call
def make_fresh_event(kind, at=None, clock=time.time):
    return {"kind": kind, "at": clock() if at is None else at}


# item: A429 bug: tags of all requests are in the default of the context variable
request_tags = contextvars.ContextVar("request_tags", default=[])  # expect: contextvar-mutable-default


def tag(name):
    request_tags.get().append(name)


# item: A430 clean: numbers of a class come from a counter that all share on purpose
class Ticket:
    _numbers = itertools.count(1)
    _lock = threading.Lock()

    def __init__(self, title):
        with self._lock:
            self.number = next(self._numbers)
        self.title = title


# item: A431 bug: a mixin's cache is filled by the method of the class that uses it
class CacheMixin:
    cache = {}  # expect: mutable-class-attr-mutated

    def cached(self, key, make):
        try:
            return self.cache[key]
        except KeyError:
            self.cache[key] = value = make()
            return value


class Profile(CacheMixin):
    def __init__(self, user):
        self.user = user

    def avatar(self):
        return self.cached("avatar", lambda: self.user + ".png")


# item: A432 clean: settings of a class are looked up and never changed
class Serializer:
    formats = ["json", "xml"]
    types = {"json": "application/json", "xml": "text/xml"}

    def content_type(self, name):
        if name not in self.formats:
            raise LookupError(name)
        return self.types[name]


# item: A433 bug: keys of a form are an iterator, the second form has none
def validate(data, required=iter(("name", "mail", "age"))):  # expect: exhausted-iterator-default
    missing = [key for key in required if not data.get(key)]
    return not missing


# item: A434 clean: an enum's members and a tuple of them as default
class Level(enum.Enum):
    LOW = 1
    HIGH = 2


def pick(rows, levels=(Level.LOW, Level.HIGH), extra=Level.LOW):
    wanted = set(levels)
    wanted.add(extra)
    return [row for row in rows if row.level in wanted]

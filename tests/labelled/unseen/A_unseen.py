"""Defaults and class attributes, as they look in web code, scripts and teaching code."""
from __future__ import annotations

import collections
import contextvars
import copy
import csv
import dataclasses
import functools
import itertools
import json
import logging
import random
import re
import time
import uuid
from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime

logger = logging.getLogger(__name__)

# item: A101 bug: the query string of one request stays for the next
class ApiClient:
    def __init__(self, session, base_url):
        self.session = session
        self.base_url = base_url

    def get(self, path, params={}, **kwargs):  # expect: mutable-default-mutated
        params["api_key"] = self.session.key  # also: mutable-default-mutated
        return self.session.get(self.base_url + path, params=params, **kwargs)


# item: A102 bug: setdefault on a default dict of headers
def post_json(session, url, payload, headers={}):  # expect: mutable-default-mutated
    headers.setdefault("Content-Type", "application/json")  # also: mutable-default-mutated
    if session.token:
        headers["Authorization"] = "Bearer " + session.token
    try:
        response = session.post(url, data=json.dumps(payload), headers=headers)
        response.raise_for_status()
    except OSError as exc:
        logger.warning("post failed: %s", exc)
        return None
    return response.json()


# item: A103 clean: the headers are merged into a new dict
def put_json(session, url, payload, headers={}):
    headers = {"Content-Type": "application/json", **headers}
    if session.token:
        headers["Authorization"] = "Bearer " + session.token
    return session.put(url, data=json.dumps(payload), headers=headers)


# item: A104 bug: recursion collects into its default
def flatten(nested, out=[]):  # expect: mutable-default-mutated
    for item in nested:
        if isinstance(item, (list, tuple)):
            flatten(item, out)
        else:
            out.append(item)  # also: mutable-default-mutated
    return out


# item: A105 clean: recursion hands on a new list
def paths(tree, prefix=[]):
    if not tree:
        yield prefix
    for name, child in tree.items():
        yield from paths(child, prefix + [name])


# item: A106 bug: an asynchronous handler fills the default set
async def crawl(fetch, url, depth=2, seen=set()):  # expect: mutable-default-mutated
    if depth == 0 or url in seen:
        return
    seen.add(url)  # also: mutable-default-mutated
    page = await fetch(url)
    for link in page.links:
        await crawl(fetch, link, depth - 1, seen)


# item: A107 clean: the set is made when nothing was handed in
async def crawl_all(fetch, url, depth=2, seen=None):
    if seen is None:
        seen = set()
    if depth == 0 or url in seen:
        return
    seen.add(url)
    page = await fetch(url)
    for link in page.links:
        await crawl_all(fetch, link, depth - 1, seen)


# item: A108 bug: sorts the default in place
def best(scores=[3, 1, 2], reverse=True):  # expect: mutable-default-mutated
    scores.sort(reverse=reverse)  # also: mutable-default-mutated
    return scores[0]


# item: A109 clean: sorted() makes a list
def worst(scores=[3, 1, 2]):
    scores = sorted(scores)
    scores.append(0)
    return scores[0]


# item: A110 bug: a stack of work that is emptied is the default itself
def walk(visit, stack=["root"]):  # expect: mutable-default-mutated
    while stack:
        node = stack.pop()  # also: mutable-default-mutated
        for child in visit(node):
            stack.append(child)


# item: A111 bug: a decorator factory collects routes in its default
def route(path, registry_of_app={}, methods=["GET"]):  # expect: mutable-default-mutated
    def wrap(view):
        for method in methods:
            registry_of_app[method, path] = view  # also: mutable-default-mutated
        return view
    return wrap


# item: A112 bug: a static method grows its default
class Report:
    title = "report"

    @staticmethod
    def collect(rows, errors=[]):  # expect: mutable-default-mutated
        for row in rows:
            if not row.get("id"):
                errors += ["row without id: %r" % (row,)]  # also: mutable-default-mutated
        return errors

    @classmethod
    def summary(cls, rows):
        return "%s: %d errors" % (cls.title, len(cls.collect(rows)))


# item: A113 clean: `errors = errors + [...]` makes a new list each time
class CleanReport:
    @staticmethod
    def collect(rows, errors=[]):
        for row in rows:
            if not row.get("id"):
                errors = errors + ["row without id: %r" % (row,)]
        return errors


# item: A114 bug: two names for the default, the second is changed in a with
def dump_rows(path, rows, columns=[]):  # expect: mutable-default-mutated
    header = columns
    with open(path, "w", newline="") as handle:
        writer = csv.writer(handle)
        for row in rows:
            for key in row:
                if key not in header:
                    header.append(key)  # also: mutable-default-mutated
            writer.writerow([row.get(name, "") for name in header])


# item: A115 bug: kept by the instance, changed from outside of the class
class Menu:
    def __init__(self, title, entries=[]):  # expect: mutable-default-escapes | mutable-default-mutated
        self.title = title
        self.entries = entries


def build_menus(names):
    menus = []
    for name in names:
        menu = Menu(name)
        menu.entries.append(name.upper())  # also: mutable-default-escapes | mutable-default-mutated
        menus.append(menu)
    return menus


# item: A116 clean: kept by the instance, never changed
class Palette:
    def __init__(self, name, colours=["red", "green"]):
        self.name = name
        self.colours = colours

    def __contains__(self, colour):
        return colour in self.colours

    def index(self, colour):
        return self.colours.index(colour)


# item: A117 bug: a dict attribute filled through update in another method
class Component:
    def __init__(self, tag, attrs={}, children=()):  # expect: mutable-default-escapes | mutable-default-mutated
        self.tag = tag
        self.attrs = attrs
        self.children = list(children)

    def with_attrs(self, **more):
        self.attrs.update(more)  # also: mutable-default-escapes | mutable-default-mutated
        return self


# item: A118 clean: the update is on a copy
class SafeComponent:
    def __init__(self, tag, attrs={}, children=()):
        self.tag = tag
        self.attrs = dict(attrs)
        self.children = list(children)

    def with_attrs(self, **more):
        self.attrs.update(more)
        return self


# item: A119 bug: a list on the class that every instance appends to
class Student:
    grades = []  # expect: mutable-class-attr-mutated

    def __init__(self, name):
        self.name = name

    def add_grade(self, grade):
        if not 0 <= grade <= 100:
            raise ValueError(grade)
        self.grades.append(grade)  # also: mutable-class-attr-mutated

    def average(self):
        return sum(self.grades) / len(self.grades)


# item: A120 clean: __init__ gives each instance a list of its own
class Teacher:
    courses = []

    def __init__(self, name):
        self.name = name
        self.courses = []

    def add_course(self, course):
        self.courses.append(course)


# item: A121 bug: the base class has the dict, the subclass of a subclass fills it
class Model:
    _values = {}  # expect: mutable-class-attr-mutated

    def __getitem__(self, name):
        return self._values[name]


class Timestamped(Model):
    created = None


class Article(Timestamped):
    def __init__(self, title, body):
        self.created = time.time()
        self._values["title"] = title  # also: mutable-class-attr-mutated
        self._values["body"] = body


# item: A122 clean: the class attribute is only read (as Django's admin does)
class AuthorAdmin:
    list_display = ["name", "email"]
    search_fields = ["name"]
    ordering = ["name"]

    def get_list_display(self, request):
        if request.superuser:
            return self.list_display + ["last_login"]
        return self.list_display


# item: A123 bug: nested dict on the class, changed three levels deep
class Stats:
    totals = {"ok": {"count": 0}, "failed": {"count": 0}}  # expect: mutable-class-attr-mutated

    def record(self, ok, seconds):
        bucket = self.totals["ok" if ok else "failed"]
        bucket["count"] += 1  # also: mutable-class-attr-mutated
        bucket["seconds"] = bucket.get("seconds", 0) + seconds


# item: A124 clean: a registry, written through the class on purpose
class Plugin:
    registry = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.registry[cls.__name__] = cls

    @classmethod
    def get(cls, name):
        return Plugin.registry[name]


# item: A125 bug: deque on the class, through self in a loop with try
class Worker:
    pending = deque()  # expect: mutable-class-attr-mutated

    def __init__(self, name):
        self.name = name

    def submit(self, *jobs):
        for job in jobs:
            try:
                job.prepare()
            except ValueError:
                logger.exception("bad job")
                continue
            self.pending.append(job)  # also: mutable-class-attr-mutated


# item: A126 bug: one settings object for all instances of the dataclass
class Retry:
    def __init__(self):
        self.attempts = 0

    def failed(self):
        self.attempts += 1


@dataclass
class Download:
    url: str
    retry: Retry = Retry()  # expect: dataclass-field-shared-instance

    def on_error(self):
        self.retry.failed()


# item: A127 clean: a factory makes one for each
class Counter2:
    def __init__(self):
        self.n = 0

    def up(self):
        self.n += 1


@dataclass
class Upload:
    url: str
    tags: list = field(default_factory=list)
    counter: Counter2 = field(default_factory=Counter2)

    def tag(self, name):
        self.tags.append(name)
        self.counter.up()


# item: A128 bug: all keys of the adjacency list share one list
def build_graph(nodes, edges):
    graph = dict.fromkeys(nodes, [])  # expect: fromkeys-shared-value
    for source, target in edges:
        graph[source].append(target)  # also: fromkeys-shared-value
    return graph


# item: A129 clean: the shared value is a number
def count_votes(candidates, ballots):
    votes = dict.fromkeys(candidates, 0)
    for name in ballots:
        votes[name] += 1
    return votes


# item: A130 clean: the value of each key is replaced, not changed
def group_sets(names, pairs):
    groups = dict.fromkeys(names, frozenset())
    for name, value in pairs:
        groups[name] = groups[name] | {value}
    return groups


# item: A131 bug: a lambda with a default list, used as a callback
on_event = lambda event, log=[]: log.append(event) or len(log)  # expect: mutable-default-mutated


# item: A132 bug: an iterator as default is empty in the second call
def label_rows(rows, labels=iter("abcdefgh")):  # expect: exhausted-iterator-default
    return [(label, row) for label, row in zip(labels, rows)]


# item: A133 clean: a counter as default is there to go on
def next_id(prefix="id", counter=itertools.count(1)):
    return "%s-%d" % (prefix, next(counter))


# item: A134 clean: a memo on purpose
def fib(n, _cache={0: 0, 1: 1}):
    if n not in _cache:
        _cache[n] = fib(n - 1) + fib(n - 2)
    return _cache[n]


# item: A135 clean: only read, and handed to functions that read
def tokenize(text, keywords={"if", "else", "while"}, extra=[]):
    out = []
    for word in re.findall(r"\w+", text):
        kind = "kw" if word in keywords or word in extra else "name"
        out.append((kind, word))
    return out


# item: A136 bug: one of two branches changes the default
def normalise(record, defaults={}, strict=False):  # expect: mutable-default-mutated
    if strict:
        missing = [k for k in defaults if k not in record]
        if missing:
            raise KeyError(missing)
    else:
        for key, value in record.items():
            defaults[key] = value  # also: mutable-default-mutated
    return dict(defaults)


# item: A137 clean: a list is copied when it is the caller's
def shuffled(items=[1, 2, 3], rng=random):
    items = items[:]
    rng.shuffle(items)
    return items


# item: A138 bug: shuffled in place by the library
def draw(cards=["A", "K", "Q", "J"], n=2):  # expect: mutable-default-mutated
    random.shuffle(cards)  # also: mutable-default-mutated
    return cards[:n]


# item: A139 bug: a helper of the class appends to what it is given
class Parser:
    def parse(self, text, tokens=[]):  # expect: mutable-default-mutated
        for part in text.split():
            self._push(tokens, part)
        return tuple(tokens)

    def _push(self, target, token):
        target.append(token.lower())  # also: mutable-default-mutated


# item: A140 bug: a keyword-only default and a nested function that extends it
def pipeline(source, *, stages=[], verbose=False):  # expect: mutable-default-mutated
    def use(*more):
        stages.extend(more)  # also: mutable-default-mutated

    use(str.strip, str.lower)
    for line in source:
        for stage in stages:
            line = stage(line)
        yield line


# item: A141 clean: `x = x or []` makes a new one, as an empty default is false
def merge_tags(post, tags=[]):
    tags = tags or []
    tags = [t for t in tags]
    tags.append(post.category)
    return tags


# item: A142 clean: returned by the function, changed by nobody
def permissions(user, default=("read",), roles={}):
    if user in roles:
        return roles[user]
    return default


# item: A143 clean: each instance's dict hides the one on the class
class Config:
    options = {"debug": False}

    def __init__(self, **options):
        self.options = {**self.options, **options}

    def set(self, name, value):
        self.options[name] = value


# item: A144 clean: enum-like constants and slots
class Token:
    __slots__ = ["kind", "text"]
    KINDS = ["name", "number"]
    PRIORITY = {"name": 1, "number": 2}

    def __init__(self, kind, text):
        self.kind = kind
        self.text = text

    def priority(self):
        return self.PRIORITY.get(self.kind, 0)

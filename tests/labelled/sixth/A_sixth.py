"""Defaults and class attributes in schedulers, renderers, tests, plugins and stores."""
import collections
import functools
import random
import time
import uuid
from dataclasses import dataclass, field


# item: A501 bug: the queue of a scheduler that nobody names is one for all
class Scheduler:
    def __init__(self, queue=collections.deque()):  # expect: mutable-default-mutated | mutable-default-escapes
        self._queue = queue

    def push(self, job):
        self._queue.append(job)

    def run(self):
        while self._queue:
            self._queue.popleft()()


# item: A502 clean: the deque of the caller is used, or a new one
class OwnScheduler:
    def __init__(self, queue=None):
        self._queue = collections.deque() if queue is None else queue

    def push(self, job):
        self._queue.append(job)


# item: A503 bug: names of a template's blocks are sorted within the default
def render_index(pages, order=["zebra", "about"]):  # expect: mutable-default-mutated
    order.sort()
    order += [page for page in pages if page not in order]
    return order


# item: A504 clean: a sorted copy
def render_sorted(pages, order=["zebra", "about"]):
    order = sorted(order)
    order += [page for page in pages if page not in order]
    return order


# item: A505 bug: errors of nested fields are put into the default by a walrus and a method
def check_fields(form, errors={}):  # expect: mutable-default-mutated
    for name, value in form.items():
        if (bucket := errors) is not None and not value:
            bucket[name] = "missing"
    return dict(errors)


# item: A506 clean: the default is only compared and looked at
def changed_fields(form, before={}):
    if form == before:
        return []
    return [name for name in form if form[name] != before.get(name)]


# item: A507 bug: a static method's default collects the names of all calls
class Slugs:
    @staticmethod
    def unique(title, *, used=set()):  # expect: mutable-default-mutated
        slug = title.lower().replace(" ", "-")
        while slug in used:
            slug += "-x"
        used.add(slug)
        return slug


# item: A508 clean: the names that are used are those of an instance
class OwnSlugs:
    def __init__(self):
        self.used = set()

    def unique(self, title):
        slug = title.lower().replace(" ", "-")
        while slug in self.used:
            slug += "-x"
        self.used.add(slug)
        return slug


# item: A509 bug: every test of the class sees the mails of those before
class MailTest:
    outbox = []  # expect: mutable-class-attr-mutated

    def send(self, text):
        outbox = self.outbox
        outbox.append(text)

    def test_welcome(self):
        self.send("welcome")
        assert len(self.outbox) == 1


# item: A510 clean: setUp gives each test its own
class FreshMailTest:
    outbox = []

    def setUp(self):
        self.outbox = []

    def test_welcome(self):
        self.outbox.append("welcome")
        assert len(self.outbox) == 1


# item: A511 bug: a base class's meta data is updated by the init of a subclass
class Widget:
    attributes = {"class": "widget"}  # expect: mutable-class-attr-mutated


class TextField(Widget):
    def __init__(self, name, **extra):
        self.name = name
        self.attributes.update(extra)
        self.attributes["name"] = name


# item: A512 clean: the subclass copies before it adds
class CopyingField(Widget):
    def __init__(self, name, **extra):
        self.name = name
        self.attributes = {**Widget.attributes, **extra}
        self.attributes["name"] = name


# item: A513 bug: all jobs get one id
def enqueue(jobs, action, job_id=uuid.uuid4().hex):  # expect: stale-call-default
    jobs[job_id] = action
    return job_id


# item: A514 clean: an id for each call
def enqueue_fresh(jobs, action, new_id=uuid.uuid4):
    job_id = new_id().hex
    jobs[job_id] = action
    return job_id


class Position:
    def __init__(self, x=0, y=0):
        self.x, self.y = x, y

    def move(self, dx, dy):
        self.x += dx
        self.y += dy


# item: A515 bug: all players that name no position stand on one
@dataclass
class Player:
    name: str
    at: Position = Position()  # expect: dataclass-field-shared-instance

    def step(self):
        self.at.move(1, 0)


# item: A516 clean: the point of the class is replaced, never moved
@dataclass
class Marker:
    name: str
    at: tuple = (0, 0)
    tags: list = field(default_factory=list)

    def step(self):
        self.at = (self.at[0] + 1, self.at[1])
        self.tags.append("moved")


# item: A517 bug: rows of the index are one list for all letters
class Index:
    def __init__(self, letters):
        self.by_letter = dict.fromkeys(letters, [])  # expect: fromkeys-shared-value

    def add(self, word):
        self.by_letter[word[0]].append(word)


# item: A518 clean: a marker for all, and lists where there is something
class LazyIndex:
    def __init__(self, letters):
        self.by_letter = dict.fromkeys(letters)

    def add(self, word):
        if self.by_letter[word[0]] is None:
            self.by_letter[word[0]] = []
        self.by_letter[word[0]].append(word)

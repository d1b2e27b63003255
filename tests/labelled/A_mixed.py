"""Iterators, calls and odd places as defaults; look-alikes of them."""
import collections
import contextvars
import itertools
import random
import re
from dataclasses import dataclass, field
from functools import partial

# item: A46 bug: the default is a generator, the second call finds it empty
def pick_colours(n, palette=(c for c in ("red", "green", "blue", "black"))):  # expect: exhausted-iterator-default | mutable-default-mutated
    chosen = []
    for colour in palette:
        chosen.append(colour)
        if len(chosen) == n:
            break
    return chosen


# item: A47 bug: map object as a default, consumed by list()
def score_table(students, grades=map(float, ("1.0", "1.3", "1.7"))):  # expect: exhausted-iterator-default | mutable-default-mutated
    scale = list(grades)
    return {name: scale[rank] if rank < len(scale) else None for rank, name in enumerate(students)}


# item: A48 clean: a counter as a default, shared by intent
def next_id(prefix="job", _counter=itertools.count(1)):
    """Number that grows over the life of the process."""
    return "%s-%d" % (prefix, next(_counter))


# item: A49 clean: immutable results of calls
def shuffle_words(text, splitter=re.compile(r"\s+"), keep=frozenset(["the"]), span=slice(0, 10)):
    words = splitter.split(text)[span]
    return [w for w in words if w in keep or len(w) > 2]


# item: A50 bug: heap given as default is pushed to
def schedule(when, action, heap=[]):  # expect: mutable-default-mutated
    import heapq
    heapq.heappush(heap, (when, action))
    while heap and heap[0][0] <= when - 60:
        heapq.heappop(heap)
    return [entry[1] for entry in heap]


# item: A51 bug: the workers of the default deque are used up by earlier calls
def assign(jobs, workers=collections.deque(["w1", "w2", "w3"])):  # expect: mutable-default-mutated
    plan = {}
    for job in jobs:
        if not workers:
            break
        plan[job] = workers.popleft()
    return plan


# item: A52 bug: popped by keyword name, the second call misses the key
def make_connection(kind, kwargs={"encoding": "utf-8", "retries": 2}):  # expect: mutable-default-mutated
    retries = kwargs.pop("retries", 0)
    encoding = kwargs.get("encoding")
    return {"kind": kind, "retries": retries, "encoding": encoding}


# item: A53 clean: the parameter is rebound on every path before the change
def merge_ranges(ranges, into=[]):
    if ranges and isinstance(ranges[0], int):
        into = [ranges]
    else:
        into = list(ranges)
    into.sort()
    into.append((None, None))
    return into[:-1]


# item: A54 bug: rebound on one path only
def gather_tags(doc, tags=[]):  # expect: mutable-default-mutated
    if doc.get("inherit"):
        tags = list(doc["parent_tags"])
    for tag in doc.get("tags", ()):
        if tag not in tags:
            tags.append(tag)
    return tags


# item: A55 bug: the list of a ContextVar's default is changed
breadcrumbs = contextvars.ContextVar("breadcrumbs", default=[])


def add_breadcrumb(message, store=breadcrumbs.get()):  # expect: mutable-default-mutated
    store.append(message)
    return store[-10:]


# item: A56 bug: list inside the default tuple
def accumulate(value, state=([], {})):  # expect: mutable-default-mutated
    values, index = state
    index[value] = len(values)
    values.append(value)
    return sum(values) / len(values)


# item: A57 clean: sorted() and comprehension over the default make new lists
def top_items(scores, ignore=[], weights={}):
    ranked = sorted(scores.items(), key=lambda kv: kv[1] * weights.get(kv[0], 1), reverse=True)
    ignore = [name.lower() for name in ignore]
    ignore.append("total")
    return [name for name, _ in ranked if name not in ignore]


# item: A58 clean: attribute of another object is called append; the default is a plain flag list read by index
def write_log(sink, message, levels=["debug", "info", "warning"]):
    sink.append("%s: %s" % (levels[min(len(message) // 20, 2)], message))
    sink.sort()
    return sink


# item: A59 bug: instance of a class as default, its method changes it
class Stats:
    def __init__(self):
        self.calls = 0
        self.errors = []

    def record(self, err=None):
        self.calls += 1
        if err:
            self.errors.append(err)


def process(batch, handler, stats=Stats()):  # expect: mutable-default-mutated | stale-call-default
    for entry in batch:
        try:
            handler(entry)
        except ValueError as exc:
            stats.record(str(exc))
        else:
            stats.record()
    return stats


# item: A60 clean: default dict of callables is only looked up; local state is a copy
def dispatch(event, handlers={"start": "on_start", "stop": "on_stop"}, *, extra={}):
    table = {**handlers, **extra}
    table.pop("debug", None)
    name = table.get(event["type"])
    return name or "on_%s" % event["type"]

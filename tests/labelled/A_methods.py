"""Defaults of methods, and defaults that end up in objects."""
from __future__ import annotations

import asyncio
import functools
import logging
import time
from typing import Any, Dict, List, Mapping, Optional, Sequence

log = logging.getLogger(__name__)

# item: A16 bug: stored by __init__, grown by another method
class Basket:
    def __init__(self, owner, items=[]):  # expect: mutable-default-escapes | mutable-default-mutated
        self.owner = owner
        self.items = items

    def add(self, sku, qty=1):
        for _ in range(qty):
            self.items.append(sku)

    def __len__(self):
        return len(self.items)


# item: A17 bug: stored under another name by a helper method, then written
class Settings:
    def __init__(self, name: str, overrides: Dict[str, Any] = {}):  # expect: mutable-default-escapes | mutable-default-mutated
        self.name = name
        self._load(overrides)

    def _load(self, values):
        self._values = values

    def __setitem__(self, key, value):
        self._values[key] = value

    def __getitem__(self, key):
        return self._values[key]


# item: A18 clean: a copy is stored
class Playlist:
    def __init__(self, title, tracks=[], tags={}):
        self.title = title
        self.tracks = list(tracks)
        self.tags = {**tags}

    def add(self, track):
        self.tracks.append(track)
        self.tags[track] = time.time()


# item: A19 clean: stored as a tuple
class Route:
    def __init__(self, pattern, methods=["GET", "HEAD"]):
        self.pattern = pattern
        self.methods = tuple(m.upper() for m in methods)

    def allows(self, method):
        return method.upper() in self.methods


# item: A20 clean: an empty list is falsy, so `or` makes a fresh one
class Job:
    def __init__(self, func, depends_on=[]):
        self.func = func
        self.depends_on = depends_on or []

    def after(self, other):
        self.depends_on.append(other)
        return self


# item: A21 bug: the base class stores it, the subclass changes it
class BaseNode:
    def __init__(self, label, children=[]):  # expect: mutable-default-escapes | mutable-default-mutated
        self.label = label
        self.children = children

    def depth(self):
        return 1 + max((c.depth() for c in self.children), default=0)


class Section(BaseNode):
    def add_paragraph(self, text):
        self.children.append(BaseNode(text, ()))
        return self


# item: A22 bug: a recursive method keeps the visited set of the call before
class Resolver:
    def __init__(self, edges):
        self.edges = edges

    def resolve(self, name, seen=set()):  # expect: mutable-default-mutated
        if name in seen:
            return []
        seen.add(name)
        order = []
        for dep in self.edges.get(name, ()):
            order += self.resolve(dep, seen)
        return order + [name]


# item: A23 clean: the recursion passes a new set down
class SafeResolver:
    def __init__(self, edges):
        self.edges = edges

    def resolve(self, name, seen=frozenset()):
        if name in seen:
            raise ValueError("cycle at %s" % name)
        seen = seen | {name}
        order = []
        for dep in self.edges.get(name, ()):
            order.extend(self.resolve(dep, seen))
        return order + [name]


# item: A24 bug: the default belongs to the wrapper made by a decorator
def collect_timings(func):
    @functools.wraps(func)
    def wrapper(*args, _samples={}, **kwargs):  # expect: mutable-default-mutated
        start = time.perf_counter()
        try:
            return func(*args, **kwargs)
        finally:
            _samples.setdefault(args, []).append(time.perf_counter() - start)
            wrapper.total = len(_samples)
    return wrapper


# item: A25 bug: coroutine function, filled before the await
class Batcher:
    def __init__(self, client):
        self.client = client

    async def flush(self, records, failed=[]):  # expect: mutable-default-mutated
        for record in records:
            try:
                await self.client.send(record)
            except OSError:
                failed.append(record)
            await asyncio.sleep(0)
        return failed


# item: A26 bug: returned as it is, and a caller of this module changes the result
def default_headers(base={"Accept": "*/*"}):  # expect: mutable-default-escapes | mutable-default-mutated
    return base


def authorised_headers(token):
    headers = default_headers()
    headers["Authorization"] = "Bearer " + token
    return headers


# item: A27 clean: the framework's marker objects are never changed
class Query:
    def __init__(self, default=None, alias=None):
        self.default = default
        self.alias = alias


def list_users(q: Optional[str] = Query(None, alias="search"), tags: List[str] = Query([])):
    return {"q": q, "tags": tags}


# item: A28 clean: stored under a read-only type and only read
class Validator:
    def __init__(self, required: Sequence[str] = [], types: Mapping[str, type] = {}):
        self._required = required
        self._types = types

    def check(self, doc):
        missing = [k for k in self._required if k not in doc]
        wrong = [k for k, t in self._types.items() if k in doc and not isinstance(doc[k], t)]
        return missing, wrong


# item: A29 bug: changed only in the error branch
class Loader:
    def load(self, path, warnings=[]):  # expect: mutable-default-mutated
        try:
            with open(path, encoding="utf-8") as fh:
                return fh.read(), warnings
        except OSError as exc:
            log.debug("cannot read %s", path)
            warnings.append("%s: %s" % (path, exc.strerror))
            return "", warnings


# item: A30 clean: only handed on to a call that reads it
class Api:
    def __init__(self, session, root):
        self.session = session
        self.root = root

    def get(self, path, params={}, headers={}):
        url = self.root.rstrip("/") + "/" + path
        response = self.session.get(url, params=params, headers=headers)
        response.raise_for_status()
        return response.json()

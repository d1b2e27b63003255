"""Retention in less usual clothes."""
import asyncio
import atexit
import functools
import logging
import queue
import threading
import weakref
from contextlib import contextmanager

log = logging.getLogger(__name__)

# item: C86 bug: a context manager made of a generator keeps the exception in an object of the module
class Capture:
    def __init__(self):
        self.caught = []

    @contextmanager
    def step(self, name):
        try:
            yield name
        except Exception as exc:
            self.caught.append((name, exc))  # expect: exception-outlives-handler


capture = Capture()


# item: C87 bug: class attribute holds the exception of the last instance
class Backend:
    last_failure = None

    def __init__(self, send):
        self.send = send

    def deliver(self, batch):
        encoded = [repr(item).encode() for item in batch]
        try:
            return self.send(encoded)
        except ConnectionError as err:
            type(self).last_failure = err  # expect: exception-outlives-handler
            return 0


# item: C88 bug: setattr instead of an assignment
class Field:
    def __init__(self, name, convert):
        self.name = name
        self.convert = convert

    def parse(self, form, raw):
        values = dict(raw)
        try:
            setattr(form, self.name, self.convert(values[self.name]))
        except (KeyError, ValueError) as e:
            setattr(form, self.name + "_error", e)  # expect: exception-outlives-handler
            return False
        return True


# item: C89 bug: decorator of our own that wraps lru_cache, on methods
def cached(maxsize=512):
    def decorate(func):
        return functools.lru_cache(maxsize=maxsize)(func)
    return decorate


class Ledger:
    def __init__(self, entries):
        self.entries = entries

    @cached(maxsize=64)  # expect: cached-method-pins-self
    def balance(self, account):
        return sum(e.amount for e in self.entries if e.account == account)


# item: C90 bug: the handler is registered with the decorator form, inside __init__
class Recorder:
    def __init__(self, path):
        self.path = path
        self.rows = []

        @atexit.register
        def save():  # expect: bound-method-in-finalizer
            with open(self.path, "a") as fh:
                fh.writelines(self.rows)


# item: C91 bug: the task's only owner is a local list of a function that does not await
def start_workers(pool, n):
    started = []
    for i in range(n):
        started.append(asyncio.ensure_future(pool.work(i)))  # expect: dangling-task
    return len(started)


# item: C92 bug: the value is a dict with the key inside
_meta = weakref.WeakKeyDictionary()


def annotate(node, **extra):
    info = {"node": node}
    info.update(extra)
    _meta[node] = info  # expect: weakkey-value-refs-key


# item: C93 clean: the exception is kept while it is handled, then dropped
class Guard:
    def __init__(self):
        self.current = None

    def call(self, func):
        try:
            return func()
        except ValueError as exc:
            self.current = exc
            try:
                self.explain()
            finally:
                self.current = None

    def explain(self):
        log.warning("value error: %s", self.current)


# item: C94 clean: an exception made here, never raised, has no traceback
class Channel:
    def __init__(self):
        self.reason = None

    def close(self, text):
        self.reason = ConnectionAbortedError(text)

    def read(self):
        if self.reason is not None:
            raise ConnectionError(str(self.reason))
        return b""


# item: C95 clean: the list of tasks is awaited by the caller
def launch(pool, n):
    return [asyncio.ensure_future(pool.work(i)) for i in range(n)]


async def run_pool(pool, n):
    for done in asyncio.as_completed(launch(pool, n)):
        await done

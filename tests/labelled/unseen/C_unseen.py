"""What keeps objects alive too long, or not long enough, as it looks in services, scripts and test helpers."""
from __future__ import annotations

import array
import asyncio
import atexit
import contextlib
import csv
import functools
import json
import logging
import queue
import signal
import sys
import threading
import time
import traceback
import weakref
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

logger = logging.getLogger(__name__)

# item: C101 bug: a worker thread keeps the last exception on itself
class Poller(threading.Thread):
    def __init__(self, source, interval=5.0):
        super().__init__(daemon=True)
        self.source = source
        self.interval = interval
        self.last_error = None

    def run(self):
        while True:
            try:
                batch = self.source.fetch()
                self.source.handle(batch)
            except Exception as exc:
                self.last_error = exc  # expect: exception-outlives-handler
                logger.error("poll failed: %s", exc)
            time.sleep(self.interval)


# item: C102 clean: the text of the exception is kept
class QuietPoller:
    def __init__(self, source):
        self.source = source
        self.last_error = None

    def poll(self):
        try:
            self.source.handle(self.source.fetch())
        except Exception as exc:
            self.last_error = "%s: %s" % (type(exc).__name__, exc)


# item: C103 bug: errors of a whole import are kept in a module list
IMPORT_ERRORS = []


def import_rows(path, insert):
    with open(path, newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), 1):
            try:
                insert(row)
            except ValueError as error:
                IMPORT_ERRORS.append((number, error))  # expect: exception-outlives-handler


# item: C104 clean: lines and messages are kept
IMPORT_MESSAGES = []


def import_rows_quietly(path, insert):
    with open(path, newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), 1):
            try:
                insert(row)
            except ValueError as error:
                IMPORT_MESSAGES.append((number, str(error)))


# item: C105 bug: kept in a dict of the instance, by name of the check
class HealthCheck:
    def __init__(self, checks):
        self.checks = checks
        self.failures = {}

    async def run(self):
        for name, check in self.checks.items():
            try:
                await check()
            except Exception as exc:
                self.failures[name] = exc  # expect: exception-outlives-handler
            else:
                self.failures.pop(name, None)
        return not self.failures


# item: C106 clean: without its traceback the exception holds no frames
class TracedCheck:
    def __init__(self, check):
        self.check = check
        self.failure = None

    def run(self):
        try:
            self.check()
        except Exception as exc:
            self.failure = exc.with_traceback(None)
        return self.failure is None


# item: C107 bug: retry loop: the last exception is raised after the loop
def fetch_with_retry(session, url, attempts=3):
    last = None
    for attempt in range(attempts):
        try:
            return session.get(url, timeout=5)
        except OSError as exc:
            last = exc  # expect: exception-frame-cycle
            time.sleep(2 ** attempt)
    raise last


# item: C108 clean: the same, and the name goes before the function is left
def fetch_without_cycle(session, url, attempts=3):
    last = None
    try:
        for attempt in range(attempts):
            try:
                return session.get(url, timeout=5)
            except OSError as exc:
                last = exc
                time.sleep(2 ** attempt)
        raise last
    finally:
        del last


# item: C109 clean: raised again within the handler
def fetch_once_more(session, url, attempts=3):
    for attempt in range(attempts):
        try:
            return session.get(url, timeout=5)
        except OSError as exc:
            logger.warning("attempt %d: %s", attempt, exc)
            if attempt == attempts - 1:
                raise
    return None


# item: C110 bug: an exc_info tuple is kept in a local of its own frame
def run_hook(hook, report):
    info = None
    try:
        hook()
    except Exception:
        info = sys.exc_info()  # expect: exception-frame-cycle
    report(hook, info)


# item: C111 clean: formatted at once
def run_hook_text(hook, report):
    text = None
    try:
        hook()
    except Exception:
        text = traceback.format_exc()
    report(hook, text)


# item: C112 bug: errors of all validators are gathered, the list lives in the frame
def validate(form, validators):
    errors = []
    for validator in validators:
        try:
            validator(form)
        except ValueError as exc:
            errors.append(exc)  # expect: exception-frame-cycle
    for error in errors:
        logger.info("invalid: %s", error)
    return len(errors) == 0


# item: C113 bug: a cache on a method holds every service
class UserService:
    def __init__(self, connection):
        self.connection = connection

    @lru_cache(maxsize=256)  # expect: cached-method-pins-self
    def permissions(self, user_id):  # also: cached-method-pins-self
        return frozenset(self.connection.query("select p from perms where u = ?", user_id))


# item: C114 clean: cached_property keeps its value in the instance
class Document:
    def __init__(self, text):
        self.text = text

    @cached_property
    def words(self):
        return self.text.split()

    @staticmethod
    @lru_cache(maxsize=None)
    def stem(word):
        return word.rstrip("s")

    @classmethod
    @functools.cache
    def stopwords(cls):
        return frozenset(["a", "the"])


# item: C115 bug: a plain call of the decorator in the class body
class Geometry:
    def __init__(self, points):
        self.points = points

    def _hull(self, eps):
        return [p for p in self.points if p > eps]

    hull = functools.lru_cache(maxsize=None)(_hull)  # expect: cached-method-pins-self


# item: C116 bug: functools.cache on an async helper method with arguments
class PriceBook:
    def __init__(self, rates):
        self.rates = rates

    @functools.cache  # expect: cached-method-pins-self
    def price(self, sku, currency="EUR"):  # also: cached-method-pins-self
        base = self.rates[sku]
        return base * self.rates[currency]

    def total(self, skus):
        return sum(self.price(s) for s in skus)


# item: C117 clean: a function of the module is cached by a key, with a bound
@lru_cache(maxsize=128)
def load_template(name):
    with open("templates/%s.html" % name) as handle:
        return handle.read()


class Renderer:
    def __init__(self, context):
        self.context = context

    def render(self, name):
        return load_template(name).format(**self.context)


# item: C118 bug: atexit keeps the pool
class Pool:
    def __init__(self, size):
        self.connections = [object() for _ in range(size)]
        atexit.register(self.close)  # expect: bound-method-in-finalizer

    def close(self):
        self.connections.clear()


# item: C119 bug: the finalizer's callback is bound to what it watches
class TempFile:
    def __init__(self, path):
        self.path = path
        self._finalizer = weakref.finalize(self, self._remove)  # expect: bound-method-in-finalizer

    def _remove(self):
        with contextlib.suppress(FileNotFoundError):
            open(self.path).close()


# item: C120 clean: a function of the module and the path are all the finalizer needs
def _remove_path(path):
    with contextlib.suppress(FileNotFoundError):
        open(path).close()


class SafeTempFile:
    def __init__(self, path):
        self.path = path
        self._finalizer = weakref.finalize(self, _remove_path, path)

    def close(self):
        self._finalizer()


# item: C121 bug: a lambda over self is just the same
class Socket:
    def __init__(self, handle):
        self.handle = handle
        weakref.finalize(self, lambda: self.handle.shutdown())  # expect: bound-method-in-finalizer


# item: C122 clean: atexit runs a function of the module
_open_sessions = weakref.WeakSet()


@atexit.register
def _close_sessions():
    for session in list(_open_sessions):
        session.close()


class TrackedSession:
    def __init__(self):
        _open_sessions.add(self)

    def close(self):
        _open_sessions.discard(self)


# item: C123 bug: a task that nobody holds
class Heartbeat:
    def __init__(self, send):
        self.send = send

    async def _beat(self):
        while True:
            await self.send(b"ping")
            await asyncio.sleep(10)

    async def start(self):
        asyncio.create_task(self._beat())  # expect: dangling-task
        await self.send(b"hello")


# item: C124 clean: the task is an attribute
class SafeHeartbeat:
    def __init__(self, send):
        self.send = send
        self._task = None

    async def _beat(self):
        while True:
            await self.send(b"ping")
            await asyncio.sleep(10)

    async def start(self):
        self._task = asyncio.create_task(self._beat())
        await self.send(b"hello")

    async def stop(self):
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


# item: C125 bug: the loop of the running program makes a task and drops it
async def on_message(message, handler):
    loop = asyncio.get_running_loop()
    if message.kind == "async":
        loop.create_task(handler(message))  # expect: dangling-task
    else:
        await handler(message)


# item: C126 clean: a set holds the tasks until they are done
_background = set()


async def in_background(coroutine):
    task = asyncio.create_task(coroutine)
    _background.add(task)
    task.add_done_callback(_background.discard)


# item: C127 clean: the tasks are awaited together
async def fan_out(fetch, urls):
    tasks = [asyncio.create_task(fetch(u)) for u in urls]
    return await asyncio.gather(*tasks)


# item: C128 bug: the value refers to its weak key
class Session:
    pass


class SessionState:
    def __init__(self, session):
        self.session = session
        self.data = {}


class StateTable:
    def __init__(self):
        self._states = weakref.WeakKeyDictionary()

    def get(self, session):
        try:
            return self._states[session]
        except KeyError:
            state = SessionState(session)
            self._states[session] = state  # expect: weakkey-value-refs-key
            return state


# item: C129 clean: the value knows the key weakly
class WeakState:
    def __init__(self, session):
        self.session = weakref.ref(session)
        self.data = {}


_weak_states = WeakKeyDictionary()


def weak_state(session):
    if session not in _weak_states:
        _weak_states[session] = WeakState(session)
    return _weak_states[session]


# item: C130 bug: the table is held while the server runs
def serve_index(server, n=None):
    table = list(range(3_000_000))
    index = {v % 1000: v for v in table}
    server.register("index", index)  # also: large-object-outlives-use
    while True:
        server.handle_one()  # expect: large-object-outlives-use


# item: C131 clean: the table goes before the loop
def serve_small_index(server):
    table = list(range(3_000_000))
    index = {v % 1000: v for v in table}
    del table
    server.register("index", index)
    while True:
        server.handle_one()


# item: C132 bug: a large list held through a blocking sleep in a script's function
def report_then_wait():
    samples = [i * 0.5 for i in range(2_000_000)]  # also: large-object-outlives-use
    mean = sum(samples) / len(samples)
    print("mean", mean)  # also: large-object-outlives-use
    while True:
        time.sleep(3600)  # expect: large-object-outlives-use
        print("still", mean)


# item: C133 bug: del of one of two names frees nothing
def transform():
    raw = [str(i) for i in range(1_000_000)]
    rows = raw
    count = len(raw)
    del raw  # expect: del-does-not-free
    out = []
    for row in rows:
        out.append(len(row))
    time.sleep(60)
    return count, sum(out)


# item: C134 clean: del of the one name frees
def transform_once():
    raw = [str(i) for i in range(1_000_000)]
    count = len(raw)
    total = sum(map(len, raw))
    del raw
    time.sleep(60)
    return count, total


# item: C135 bug: setting one name to None, the attribute still holds
class Loader:
    def load(self):
        data = list(range(2_000_000))
        self.cache = data
        total = sum(data)
        data = None  # expect: del-does-not-free
        self.wait()
        return total

    def wait(self):
        time.sleep(10)


# item: C136 clean: small things may stay
def small_things(server):
    names = ["a", "b", "c"]
    server.setup(names)
    while True:
        server.handle_one()


# item: C137 clean: the exception is handed to the future that waits for it
class Request:
    def __init__(self, loop):
        self.future = loop.create_future()

    def run(self, call):
        try:
            result = call()
        except Exception as exc:
            self.future.set_exception(exc)
        else:
            self.future.set_result(result)


# item: C138 clean: the group raises what it gathered, and drops it
def close_all(resources):
    errors = []
    try:
        for resource in resources:
            try:
                resource.close()
            except Exception as exc:
                errors.append(str(exc))
    finally:
        resources.clear()
    if errors:
        raise RuntimeError("; ".join(errors))


# item: C139 clean: the name of the handler is gone with the handler
def parse_int(text, default=0):
    try:
        return int(text)
    except ValueError as exc:
        message = str(exc)
        logger.debug("bad number: %s", message)
    return default


# item: C140 bug: the class keeps it, for all instances
class Connection:
    failure = None

    def __init__(self, host):
        self.host = host

    def connect(self, opener):
        try:
            self.sock = opener(self.host)
        except (OSError, ValueError) as problem:
            type(self).failure = problem  # expect: exception-outlives-handler
            return False
        return True


# item: C141 bug: a global is rebound in the handler
_last_error = None


def call_safely(function, *args):
    global _last_error
    try:
        return function(*args)
    except Exception as exc:
        _last_error = exc  # expect: exception-outlives-handler
        return None


# item: C142 bug: through a method of the same object that stores it
class Job:
    def __init__(self, target):
        self.target = target
        self.status = "new"

    def execute(self):
        try:
            self.target()
            self.status = "done"
        except Exception as exc:
            self._fail(exc)

    def _fail(self, error):
        self.status = "failed"
        self.error = error  # expect: exception-outlives-handler


# item: C143 bug: the task is a local of a function that ends at once
def schedule(loop, coroutine):
    task = loop.create_task(coroutine)  # expect: dangling-task
    task.add_done_callback(lambda t: logger.info("done"))


# item: C144 clean: the caller gets the task
def schedule_and_return(loop, coroutine):
    task = loop.create_task(coroutine)
    task.add_done_callback(lambda t: logger.info("done"))
    return task

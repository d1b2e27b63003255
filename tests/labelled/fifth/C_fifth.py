"""What lives too long in workers, consumers, services, plugins, caches and scripts."""
import asyncio
import atexit
import functools
import logging
import queue
import socket
import sys
import threading
import time
import weakref
from concurrent.futures import Future
from dataclasses import dataclass, field

log = logging.getLogger("fifth")


# item: C401 bug: a worker keeps its last error on itself
class Worker(threading.Thread):
    def __init__(self, jobs):
        super().__init__(daemon=True)
        self.jobs = jobs
        self.last_error = None

    def run(self):
        while True:
            job = self.jobs.get()
            if job is None:
                break
            try:
                job()
            except Exception as error:
                log.exception("job failed")
                self.last_error = error  # expect: exception-outlives-handler


# item: C402 clean: the worker keeps the error without the frames
class TidyWorker(threading.Thread):
    def __init__(self, jobs):
        super().__init__(daemon=True)
        self.jobs = jobs
        self.last_error = None

    def run(self):
        for job in iter(self.jobs.get, None):
            try:
                job()
            except Exception as error:
                self.last_error = error.with_traceback(None)


FAILED = []


# item: C403 bug: plugins that cannot be loaded are noted with their exceptions in a list of the module
def load_plugins(names, load):
    loaded = {}
    for name in names:
        try:
            loaded[name] = load(name)
        except ImportError as problem:
            FAILED.append((name, problem))  # expect: exception-outlives-handler
    return loaded


# item: C404 clean: what is noted of them are words
def load_plugins_quietly(names, load, failed):
    loaded = {}
    for name in names:
        try:
            loaded[name] = load(name)
        except ImportError as problem:
            failed.append("%s: %s" % (name, problem))
    return loaded


# item: C405 bug: a request object keeps sys.exc_info for the error page
class Request:
    def __init__(self, path):
        self.path = path
        self.exc_info = None

    def handle(self, view):
        try:
            return view(self.path)
        except Exception:
            self.exc_info = sys.exc_info()  # expect: exception-outlives-handler
            return None


# item: C406 clean: of sys.exc_info only the type's name stays
class QuietRequest:
    def __init__(self, path):
        self.path = path
        self.failed = None

    def handle(self, view):
        try:
            return view(self.path)
        except Exception:
            self.failed = sys.exc_info()[0].__name__
            return None


@dataclass
class Outcome:
    name: str
    value: object = None
    error: object = None


# item: C407 bug: outcomes of a batch hold the exceptions, and the runner holds the outcomes
class Runner:
    def __init__(self):
        self.outcomes = []

    def run(self, name, step):
        outcome = Outcome(name)
        try:
            outcome.value = step()
        except Exception as exc:
            outcome.error = exc  # expect: exception-outlives-handler
        self.outcomes.append(outcome)
        # also: exception-outlives-handler
        return outcome.error is None


# item: C408 clean: the error goes to the future, whose result somebody waits for
def run_into(future, step):
    try:
        future.set_result(step())
    except Exception as exc:
        future.set_exception(exc)


# item: C409 bug: a helper method stores what its caller caught
class Importer:
    def __init__(self):
        self.problems = {}

    def _note(self, line, problem):
        self.problems[line] = problem  # also: exception-outlives-handler

    def read(self, lines, parse):
        for number, line in enumerate(lines):
            try:
                parse(line)
            except ValueError as exc:
                self._note(number, exc)  # expect: exception-outlives-handler


# item: C410 clean: the first error is raised when all have been tried
def try_all(steps):
    first = None
    for step in steps:
        try:
            step()
        except Exception as exc:
            if first is None:
                first = exc
    if first is not None:
        raise first


# item: C411 bug: the error stays in a local until the collector comes
def ping_hosts(hosts, ping):
    alive = []
    problem = None
    for host in hosts:
        try:
            ping(host)
        except OSError as exc:
            problem = exc  # expect: exception-frame-cycle
        else:
            alive.append(host)
    if problem is not None:
        log.warning("some hosts are down: %s", problem)
    return alive


# item: C412 clean: the local is let go at the end
def ping_hosts_tidily(hosts, ping):
    alive, problem = [], None
    try:
        for host in hosts:
            try:
                ping(host)
            except OSError as exc:
                problem = exc
            else:
                alive.append(host)
        if problem is not None:
            log.warning("some hosts are down: %s", problem)
        return alive
    finally:
        problem = None


# item: C413 bug: permissions of a user are cached by the user object
class User:
    def __init__(self, name, groups):
        self.name = name
        self.groups = groups

    @functools.cache  # expect: cached-method-pins-self
    def may(self, action):
        return any(action in group.actions for group in self.groups)


# item: C414 clean: cached once in each instance
class Account:
    def __init__(self, rows):
        self.rows = rows

    @functools.cached_property
    def balance(self):
        return sum(row.amount for row in self.rows)


# item: C415 bug: a cache around a method, as an attribute of the class
class Geocoder:
    def __init__(self, client):
        self.client = client

    def _lookup(self, address):
        return self.client.find(address)

    lookup = functools.lru_cache(maxsize=None)(_lookup)  # expect: cached-method-pins-self


# item: C416 clean: what is cached has no instance
class Units:
    @staticmethod
    @functools.lru_cache(maxsize=256)
    def factor(unit):
        return {"m": 1.0, "km": 1000.0}[unit]

    def convert(self, value, unit):
        return value * self.factor(unit)


# item: C417 bug: every store stays until the program ends
class Store:
    def __init__(self, path):
        self.path = path
        self.pending = []
        atexit.register(self.flush)  # expect: bound-method-in-finalizer

    def flush(self):
        with open(self.path, "a") as out:
            out.writelines(self.pending)
        self.pending.clear()


# item: C418 clean: the store leaves the register when it is closed
class ClosingStore:
    def __init__(self, path):
        self.path = path
        self.pending = []
        atexit.register(self.close)

    def close(self):
        atexit.unregister(self.close)
        self.pending.clear()


# item: C419 bug: the finalizer's function holds what it waits for
class TempDir:
    def __init__(self, path, remove):
        self.path = path
        self.remove = remove
        self._finalizer = weakref.finalize(self, lambda: self.remove(self.path))  # expect: bound-method-in-finalizer


# item: C420 clean: the finalizer has the path alone
class GoodTempDir:
    def __init__(self, path, remove):
        self.path = path
        self._finalizer = weakref.finalize(self, remove, path)


# item: C421 bug: nobody holds the task that writes the audit entry
class Service:
    def __init__(self, storage):
        self.storage = storage

    async def _audit(self, entry):
        await asyncio.sleep(0)
        self.storage.append(entry)

    async def handle(self, message):
        asyncio.create_task(self._audit(message))  # expect: dangling-task
        return {"ok": True}


# item: C422 clean: the service holds its tasks until they are done
class HoldingService:
    def __init__(self, storage):
        self.storage = storage
        self.tasks = set()

    async def _audit(self, entry):
        await asyncio.sleep(0)
        self.storage.append(entry)

    async def handle(self, message):
        task = asyncio.create_task(self._audit(message))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return {"ok": True}


async def heartbeat(send):
    while True:
        await send("ping")
        await asyncio.sleep(30)


# item: C423 bug: the beat is started in a function that ends
async def connect(send):
    beat = asyncio.ensure_future(heartbeat(send))  # expect: dangling-task
    log.info("beating with %r", beat)
    await send("hello")


# item: C424 clean: the beat is cancelled where it was started
async def session(send, receive):
    beat = asyncio.create_task(heartbeat(send))
    try:
        return await receive()
    finally:
        beat.cancel()


# item: C425 bug: the raw points are not needed for serving
def serve_statistics(connections, answer):
    points = [(n * 7919) % 1000003 for n in range(1_500_000)]  # expect: large-object-outlives-use
    low, high = min(points), max(points)
    while True:
        connection = connections.get()
        answer(connection, low, high)


# item: C426 clean: the raw points go before serving
def serve_statistics_lightly(connections, answer):
    points = [(n * 7919) % 1000003 for n in range(1_500_000)]
    low, high = min(points), max(points)
    del points
    while True:
        connection = connections.get()
        answer(connection, low, high)


# item: C427 bug: a copy of the name keeps the table that del was to free
def build_index():
    table = {n: str(n) for n in range(400_000)}
    current = table
    index = sorted(current.values())
    del table  # expect: del-does-not-free
    time.sleep(60)
    return index[:10]


# item: C428 clean: both names go
def build_index_lightly():
    table = {n: str(n) for n in range(400_000)}
    current = table
    index = sorted(current.values())
    del table, current
    time.sleep(60)
    return index[:10]


NOTES = weakref.WeakKeyDictionary()


# item: C429 bug: the note holds the window it belongs to
class Note:
    def __init__(self, window, text):
        self.window = window
        self.text = text


def annotate(window, text):
    NOTES[window] = Note(window, text)  # expect: weakkey-value-refs-key


TITLES = weakref.WeakKeyDictionary()


# item: C430 clean: the title is a text
def entitle(window, text):
    TITLES[window] = "%s - %s" % (window.name, text)


# item: C431 bug: a weak reference to a bound method is dead at once
class Button:
    def __init__(self, model):
        self.model = model
        self.refs = []

    def changed(self):
        return self.model

    def watch(self, observers):
        observers.append(weakref.ref(self.changed))  # expect: dead-weakref


# item: C432 clean: a weak method lives as long as the button
class LivingButton:
    def __init__(self, model):
        self.model = model

    def changed(self):
        return self.model

    def watch(self, observers):
        observers.append(weakref.WeakMethod(self.changed))


# item: C433 bug: the queue's consumer holds the last batch while it waits
def upload_forever(batches, send):
    while True:
        batch = batches.get()  # expect: loop-var-pins-last
        send([str(row) for row in batch])


# item: C434 clean: the batch goes before the next is waited for
def upload_lightly(batches, send):
    while True:
        batch = batches.get()
        send([str(row) for row in batch])
        del batch

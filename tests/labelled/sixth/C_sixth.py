"""What is kept in pollers, importers, shells, caches and servers."""
import asyncio
import atexit
import functools
import logging
import threading
import time
import traceback
import weakref
from collections import deque

log = logging.getLogger("sixth")


# item: C501 bug: the poller's history holds what went wrong
class Poller:
    def __init__(self, source):
        self.source = source
        self.history = deque(maxlen=50)

    def poll(self):
        try:
            return self.source.read()
        except (OSError, ValueError) as exc:
            self.history.append((time.time(), "failed", exc))  # expect: exception-outlives-handler
            return None


# item: C502 clean: the history has the formatted traceback
class TextPoller:
    def __init__(self, source):
        self.source = source
        self.history = deque(maxlen=50)

    def poll(self):
        try:
            return self.source.read()
        except (OSError, ValueError):
            self.history.append((time.time(), traceback.format_exc()))
            return None


LAST = {"error": None}


# item: C503 bug: the last error of the program is in a dict of the module
def run_step(step):
    try:
        step()
    except Exception as exc:
        LAST["error"] = exc  # expect: exception-outlives-handler
        return False
    return True


# item: C504 clean: the error is raised again under another name
def run_named(step, name):
    try:
        step()
    except Exception as exc:
        problem = RuntimeError(name)
        raise problem from exc


# item: C505 bug: the error of a shell command stays in a local of the loop
def try_commands(commands, run):
    failure = None
    for command in commands:
        try:
            run(command)
            return True
        except RuntimeError as exc:
            failure = exc  # expect: exception-frame-cycle
            continue
    print("all failed, at last with", failure)
    return False


# item: C506 clean: the number of failures is kept
def count_failures(commands, run):
    failures = 0
    for command in commands:
        try:
            run(command)
        except RuntimeError as exc:
            failures += 1
            log.info("%s: %s", command, exc)
    return failures


# item: C507 bug: prices are cached by the shop that asks
class Shop:
    def __init__(self, catalogue):
        self.catalogue = catalogue

    @functools.lru_cache(maxsize=None)  # expect: cached-method-pins-self
    def price(self, article, amount=1):
        return self.catalogue[article] * amount


# item: C508 clean: the class is cached by a class method
class Currency:
    rates = {"EUR": 1.0, "USD": 1.1}

    @classmethod
    @functools.lru_cache(maxsize=16)
    def rate(cls, name):
        return cls.rates[name]


# item: C509 bug: the recorder's stop is registered, and so every recorder lives on
class Recorder:
    def __init__(self, path):
        self.path = path
        self.frames = []
        self._register()

    def _register(self):
        atexit.register(self.stop)  # expect: bound-method-in-finalizer

    def stop(self):
        self.frames.clear()


def _remove(path):
    log.info("removed %s", path)


# item: C510 clean: the finalizer knows the path only
class Scratch:
    def __init__(self, path):
        self.path = path
        self._finalizer = weakref.finalize(self, _remove, self.path)

    def close(self):
        self._finalizer()


# item: C511 bug: the flush loop is started by a method that is not async and forgets it
class Buffer:
    def __init__(self, loop):
        self.items = []
        self.running = False

    async def _flush_forever(self):
        while self.running:
            await asyncio.sleep(1)
            self.items.clear()

    def start(self):
        self.running = True
        asyncio.get_running_loop().create_task(self._flush_forever())  # expect: dangling-task


# item: C512 clean: the task is an attribute
class KeepingBuffer:
    def __init__(self):
        self.items = []
        self.task = None

    async def _flush_forever(self):
        while True:
            await asyncio.sleep(1)
            self.items.clear()

    def start(self):
        self.task = asyncio.create_task(self._flush_forever())


# item: C513 bug: the primes are only for the report before the endless loop
def watch(events, limit=100):
    squares = [n * n for n in range(2_000_000)]  # expect: large-object-outlives-use
    log.info("%d squares, the largest is %d", len(squares), squares[-1])
    while True:
        event = events.get()
        if event is None:
            return
        log.info("event %s", event)


# item: C514 clean: a helper makes and drops them
def _report():
    squares = [n * n for n in range(2_000_000)]
    log.info("%d squares, the largest is %d", len(squares), squares[-1])


def watch_lightly(events):
    _report()
    while True:
        event = events.get()
        if event is None:
            return
        log.info("event %s", event)


# item: C515 bug: the backup name keeps the rows that are deleted
def normalise():
    rows = [float(n) for n in range(1_000_000)]
    original = rows
    total = sum(original)
    scaled = [row / total for row in rows]
    del rows  # expect: del-does-not-free
    time.sleep(30)
    return max(scaled)


# item: C516 clean: the rows go with their only name
def normalise_lightly():
    rows = [float(n) for n in range(1_000_000)]
    total = sum(rows)
    scaled = [row / total for row in rows]
    del rows
    time.sleep(30)
    return max(scaled)


METERS = weakref.WeakKeyDictionary()


# item: C517 bug: the value's callback closes over the key
def attach_meter(device):
    METERS[device] = lambda: device.read()  # expect: weakkey-value-refs-key


COUNTS = weakref.WeakKeyDictionary()


# item: C518 clean: a number for each device
def count_reading(device):
    COUNTS[device] = COUNTS.get(device, 0) + 1

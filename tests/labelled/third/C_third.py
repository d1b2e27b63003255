"""What lives longer than it should: exceptions, caches, finalizers, tasks, big tables."""
import asyncio
import atexit
import contextlib
import functools
import logging
import queue
import signal
import socket
import socketserver
import sys
import threading
import time
import traceback
import weakref
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial

log = logging.getLogger("third")


# item: C201 bug: the loader remembers why it failed, with the frame and the document in it
class Loader:
    def __init__(self, path):
        self.path = path
        self.failure = None

    def load(self, parse):
        with open(self.path) as handle:
            document = handle.read()
        try:
            return parse(document)
        except ValueError as why:
            self.failure = why  # expect: exception-outlives-handler
            return None


# item: C202 clean: only what it says is remembered
class TextLoader:
    def __init__(self, path):
        self.path = path
        self.failure = None

    def load(self, parse):
        try:
            return parse(self.path)
        except ValueError as why:
            self.failure = "%s: %s" % (type(why).__name__, why)
            return None


# item: C203 bug: a dead letter list of the module gets a tuple with the exception
DEAD_LETTERS = []


def consume(message, handler):
    try:
        handler(message)
    except Exception as problem:
        entry = (message, problem, time.time())
        DEAD_LETTERS.append(entry)  # expect: exception-outlives-handler


# item: C204 clean: the dead letter has the formatted traceback
DEAD_TEXTS = []


def consume_text(message, handler):
    try:
        handler(message)
    except Exception:
        DEAD_TEXTS.append((message, traceback.format_exc()))


# item: C205 bug: a nested function stores it in the enclosing object's dict
class Batch:
    def __init__(self):
        self.errors = {}

    def run(self, jobs):
        def guard(name, job):
            try:
                return job()
            except OSError as e:
                self.errors[name] = e  # expect: exception-outlives-handler
        return {name: guard(name, job) for name, job in jobs.items()}


# item: C206 clean: a local dict of types counts them
class CountingBatch:
    def run(self, jobs):
        kinds = {}
        for name, job in jobs.items():
            try:
                job()
            except Exception as e:
                kinds[type(e).__name__] = kinds.get(type(e).__name__, 0) + 1
        return kinds


# item: C207 bug: the async poller keeps its last exception as an attribute of the class
class Poller:
    last_error = None

    async def poll(self, client):
        try:
            return await client.fetch()
        except (OSError, asyncio.TimeoutError) as exc:
            type(self).last_error = exc  # expect: exception-outlives-handler
            return None


# item: C208 clean: raised again with a cause
class RaisingPoller:
    async def poll(self, client):
        try:
            return await client.fetch()
        except OSError as exc:
            raise RuntimeError("poll failed") from exc


# item: C209 bug: a global statement, with sys.exc_info
LAST_FAILURE = None


def guarded(func, *args):
    global LAST_FAILURE
    try:
        return func(*args)
    except Exception:
        LAST_FAILURE = sys.exc_info()  # expect: exception-outlives-handler


# item: C210 clean: the error is returned to the caller, who owns it
def attempt(func, *args):
    try:
        return func(*args), None
    except Exception as exc:
        return None, exc.with_traceback(None)


# item: C211 bug: the error stays in a local until the end of the function, in a cycle with its frame
def connect_any(addresses):
    problem = None
    for address in addresses:
        try:
            return socket.create_connection(address)
        except OSError as exc:
            problem = exc  # expect: exception-frame-cycle
    log.warning("no address answered: %s", problem)
    return None


# item: C212 clean: only the text survives the handler
def connect_first(addresses):
    problem = ""
    for address in addresses:
        try:
            return socket.create_connection(address)
        except OSError as exc:
            problem = str(exc)
    log.warning("no address answered: %s", problem)
    return None


# item: C213 bug: the traceback object is taken out and kept
def where_failed(func):
    tb = None
    try:
        func()
    except Exception:
        tb = sys.exc_info()[2]  # expect: exception-frame-cycle
    if tb is None:
        return "fine"
    return "".join(traceback.format_tb(tb))


# item: C214 clean: the same, with del in finally
def where_failed_clean(func):
    tb = None
    try:
        try:
            func()
        except Exception:
            tb = sys.exc_info()[2]
        return "".join(traceback.format_tb(tb)) if tb is not None else "fine"
    finally:
        del tb


# item: C215 bug: the price of every order object is cached for ever
class Order:
    def __init__(self, lines):
        self.lines = lines

    @cache  # expect: cached-method-pins-self
    def total(self, currency):
        return sum(line.price(currency) for line in self.lines)


# item: C216 bug: property over lru_cache
class Picture:
    def __init__(self, pixels):
        self.pixels = pixels

    @property
    @lru_cache(maxsize=None)  # expect: cached-method-pins-self
    def histogram(self):
        counts = [0] * 256
        for value in self.pixels:
            counts[value] += 1
        return counts


# item: C217 clean: the class method's first argument is the class
class Currency:
    @classmethod
    @lru_cache(maxsize=32)
    def rate(cls, code):
        return 1.0 if code == "EUR" else 0.9


# item: C218 clean: a static method takes no self
class Geo:
    @staticmethod
    @lru_cache(maxsize=1024)
    def distance(a, b):
        return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


# item: C219 bug: the decorator is made once for the module and used on a method
memoize = lru_cache(maxsize=512)


class Parser:
    def __init__(self, grammar):
        self.grammar = grammar

    @memoize  # expect: cached-method-pins-self
    def rule(self, name):
        return self.grammar.get(name)


# item: C220 clean: a cached function inside __init__ belongs to the instance and has no self in its key
class Translator:
    def __init__(self, table):
        self.lookup = lru_cache(maxsize=256)(table.get)

    def word(self, text):
        return self.lookup(text)


# item: C221 bug: atexit holds every store that was ever opened
class Store:
    def __init__(self, path):
        self.path = path
        self.rows = {}
        atexit.register(self.flush)  # expect: bound-method-in-finalizer

    def flush(self):
        log.info("%d rows to %s", len(self.rows), self.path)


# item: C222 clean: close takes the handler back
class PoliteStore:
    def __init__(self, path):
        self.path = path
        self.rows = {}
        atexit.register(self.flush)

    def flush(self):
        log.info("%d rows to %s", len(self.rows), self.path)

    def close(self):
        atexit.unregister(self.flush)
        self.flush()


# item: C223 bug: the finalizer calls a bound method held in a local name
class TempTable:
    def __init__(self, connection, name):
        self.connection = connection
        self.name = name
        drop = self.drop
        self._finalizer = weakref.finalize(self, drop)  # expect: bound-method-in-finalizer

    def drop(self):
        self.connection.execute("drop table " + self.name)


# item: C224 clean: the finalizer gets the connection and the name
def _drop(connection, name):
    connection.execute("drop table " + name)


class CleanTempTable:
    def __init__(self, connection, name):
        self.connection = connection
        self.name = name
        self._finalizer = weakref.finalize(self, _drop, connection, name)


# item: C225 bug: a nested function that uses self is the exit handler
class Recorder:
    def __init__(self, out):
        self.out = out
        self.samples = []

    def start(self):
        def on_exit():
            self.out.write("%d samples\n" % len(self.samples))
        atexit.register(on_exit)  # expect: bound-method-in-finalizer


# item: C226 clean: the nested function uses only a local
class LightRecorder:
    def __init__(self, out):
        self.out = out
        self.samples = []

    def start(self):
        out = self.out
        atexit.register(lambda: out.write("bye\n"))


# item: C227 bug: the wrapper that is the value keeps its key
_views = weakref.WeakKeyDictionary()


class View:
    def __init__(self, model):
        self.model = model


def view_of(model):
    if model not in _views:
        _views[model] = View(model)  # expect: weakkey-value-refs-key
    return _views[model]


# item: C228 clean: the value is computed from the key and does not hold it
_sizes = weakref.WeakKeyDictionary()


def size_of(model):
    if model not in _sizes:
        _sizes[model] = len(model.rows)
    return _sizes[model]


# item: C229 bug: a lambda over the key in the value
_closers = weakref.WeakKeyDictionary()


def remember_closer(connection):
    _closers[connection] = lambda: connection.close()  # expect: weakkey-value-refs-key


# item: C230 bug: the handler starts the mail and forgets the task
async def register(request, send_mail):
    user = await request.json()
    asyncio.ensure_future(send_mail(user["email"]))  # expect: dangling-task
    return {"status": "ok"}


# item: C231 clean: a background set of the module
_background = set()


async def register_kept(request, send_mail):
    user = await request.json()
    task = asyncio.ensure_future(send_mail(user["email"]))
    _background.add(task)
    task.add_done_callback(_background.discard)
    return {"status": "ok"}


# item: C232 bug: a list comprehension of tasks that nobody keeps
async def broadcast(clients, message):
    [asyncio.create_task(client.send(message)) for client in clients]  # expect: dangling-task
    log.info("sent to %d", len(clients))


# item: C233 clean: the tasks go to wait
async def broadcast_wait(clients, message):
    tasks = [asyncio.create_task(client.send(message)) for client in clients]
    done, pending = await asyncio.wait(tasks, timeout=5)
    for task in pending:
        task.cancel()
    return len(done)


# item: C234 bug: a synchronous start method, the task is named only in a local
class Heartbeat:
    def __init__(self, interval):
        self.interval = interval

    async def _beat(self):
        while True:
            await asyncio.sleep(self.interval)

    def start(self):
        loop = asyncio.get_running_loop()
        beat = loop.create_task(self._beat())  # expect: dangling-task
        log.info("heartbeat %s started", self.interval)


# item: C235 clean: the task is kept in a dict of the object
class Heartbeats:
    def __init__(self):
        self.tasks = {}

    async def _beat(self, name):
        await asyncio.sleep(1)

    def start(self, name):
        self.tasks[name] = asyncio.get_running_loop().create_task(self._beat(name))

    def stop(self, name):
        self.tasks.pop(name).cancel()


# item: C236 bug: the index stays while the worker waits for jobs
def worker(jobs, results):
    numbers = [n * n for n in range(5_000_000)]  # expect: large-object-outlives-use
    checksum = sum(numbers)
    log.info("ready %d", checksum)
    while True:
        job = jobs.get()
        results.put((job, checksum))


# item: C237 clean: the worker looks the numbers up
def lookup_worker(jobs, results):
    numbers = [n * n for n in range(5_000_000)]
    while True:
        job = jobs.get()
        results.put(numbers[job])


# item: C238 bug: the primes are held while the requests are served
def serve(port, handler):
    sieve = bytearray(50_000_000)  # expect: large-object-outlives-use
    for i in range(2, 7071):
        if not sieve[i]:
            sieve[i * i::i] = b"\x01" * len(range(i * i, len(sieve), i))
    count = sieve.count(0)
    print("primes:", count)
    server = socketserver.TCPServer(("", port), handler)
    server.serve_forever()


# item: C239 clean: the helper returns only the count
def _count_primes():
    sieve = bytearray(50_000_000)
    for i in range(2, 7071):
        if not sieve[i]:
            sieve[i * i::i] = b"\x01" * len(range(i * i, len(sieve), i))
    return sieve.count(0)


def serve_light(port, handler):
    print("primes:", _count_primes())
    server = socketserver.TCPServer(("", port), handler)
    server.serve_forever()


# item: C240 bug: the warm-up data stays alive while the coroutine waits for ever
async def daemon(stop):
    warmup = {n: str(n) for n in range(1_000_000)}  # expect: large-object-outlives-use
    log.info("warm: %d", len(warmup))
    while not stop.is_set():
        await asyncio.sleep(60)


# item: C241 clean: the name is set to None before the loop
async def lean_daemon(stop):
    warmup = {n: str(n) for n in range(1_000_000)}
    log.info("warm: %d", len(warmup))
    warmup = None
    while not stop.is_set():
        await asyncio.sleep(60)


# item: C242 bug: the second name keeps the rows
def compare(path):
    rows = [i / 3 for i in range(2_000_000)]
    original = rows
    rows_sorted = sorted(rows)
    del rows  # expect: del-does-not-free
    table = [x * 2 for x in rows_sorted]
    return table[0], original[0]


# item: C243 bug: the tuple of results still refers to it
def pipeline():
    raw = [i ^ 5 for i in range(3_000_000)]
    stages = {"raw": raw}
    stages["count"] = len(raw)
    raw = None  # expect: del-does-not-free
    stages["more"] = [i for i in range(3_000_000)]
    return stages["count"], len(stages["raw"])


# item: C244 clean: the dict forgets it, too
def lean_pipeline():
    raw = [i ^ 5 for i in range(3_000_000)]
    stages = {"raw": raw}
    stages["count"] = len(raw)
    del stages["raw"]
    del raw
    stages["more"] = len([i for i in range(3_000_000)])
    return stages


# item: C245 clean: the future carries the exception to who waits
def run_into(future: Future, func):
    try:
        future.set_result(func())
    except BaseException as exc:
        future.set_exception(exc)
        exc = None


# item: C246 clean: context manager protocol, the exception is only looked at
class Swallow:
    def __init__(self, kinds):
        self.kinds = kinds
        self.swallowed = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is not None and issubclass(kind, self.kinds):
            self.swallowed += 1
            return True
        return False


# item: C247 bug: __exit__ keeps the exception with its traceback
class Capture:
    def __init__(self):
        self.caught = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        self.caught = value  # expect: exception-outlives-handler
        return True


# item: C248 bug: a dataclass that is kept in self takes the exception
@dataclass
class Outcome:
    name: str
    error: object = None


class Runner:
    def __init__(self):
        self.outcomes = []

    def run(self, name, job):
        try:
            job()
        except Exception as err:
            self.outcomes.append(Outcome(name, error=err))  # expect: exception-outlives-handler
        else:
            self.outcomes.append(Outcome(name))

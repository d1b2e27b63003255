"""Exceptions that are kept beyond their handler."""
from __future__ import annotations

import concurrent.futures
import json
import logging
import queue
import socket
import threading
import time
import traceback

log = logging.getLogger(__name__)

# item: C01 bug: the exception, and with it the frame and its payload, is kept in an attribute
class Importer:
    def __init__(self):
        self.last_error = None

    def run(self, path):
        with open(path, "rb") as fh:
            payload = fh.read()
        try:
            return json.loads(payload)
        except ValueError as exc:
            self.last_error = exc  # expect: exception-outlives-handler
            return None


# item: C02 bug: every failure of the process is kept in a module list
FAILURES = []


def sync_account(account, client):
    messages = client.fetch(account)
    try:
        client.store(messages)
    except (OSError, ValueError) as err:
        FAILURES.append(err)  # expect: exception-outlives-handler
        log.warning("sync of %s failed", account)


# item: C03 bug: a global is bound to it
_connect_error = None


def connect(host, port, timeout=3.0):
    global _connect_error
    buffers = [bytearray(65536) for _ in range(16)]
    try:
        sock = socket.create_connection((host, port), timeout)
    except OSError as exc:
        _connect_error = exc  # expect: exception-outlives-handler
        return None
    sock.recv_into(buffers[0])
    return sock


# item: C04 bug: stored by key in a dict of the object, with a tuple around it
class HealthMonitor:
    def __init__(self, probes):
        self.probes = probes
        self.history = {}

    def check(self):
        for name, probe in self.probes.items():
            try:
                probe()
            except Exception as e:
                self.history[name] = (time.time(), e)  # expect: exception-outlives-handler
            else:
                self.history.pop(name, None)


# item: C05 bug: an alias of the exception goes to a method that keeps it
class TaskState:
    def __init__(self, name):
        self.name = name
        self.error = None

    def fail(self, reason):
        self.error = reason


class Worker:
    def __init__(self):
        self.states = {}

    def execute(self, name, func):
        state = self.states.setdefault(name, TaskState(name))
        try:
            return func()
        except Exception as exc:
            problem = exc
            state.fail(problem)  # expect: exception-outlives-handler
            return None


# item: C06 bug: several kinds of exceptions are collected in the object over its life
class Crawler:
    errors: list

    def __init__(self, fetcher):
        self.fetcher = fetcher
        self.errors = []

    def visit(self, url):
        try:
            page = self.fetcher(url)
            return page.decode("utf-8")
        except UnicodeDecodeError as exc:
            self.errors.append({"url": url, "error": exc})  # expect: exception-outlives-handler
        except OSError as exc:
            self.errors.append({"url": url, "error": str(exc)})
        return ""


# item: C07 bug: type, value and traceback as a tuple in an attribute keep the same things alive
class Collector:
    def __init__(self):
        self.error = None

    def collect(self, source):
        rows = list(source)
        try:
            return [float(r) for r in rows]
        except ValueError as exc:
            self.error = (type(exc), exc, exc.__traceback__)  # expect: exception-outlives-handler
            return []


# item: C08 clean: only the text is kept
class Uploader:
    def __init__(self):
        self.last_error = ""

    def upload(self, client, blob):
        try:
            client.put(blob)
        except OSError as exc:
            self.last_error = "%s: %s" % (type(exc).__name__, exc)
            return False
        return True


# item: C09 clean: kept without its traceback
class Poller:
    def __init__(self):
        self.error = None

    def poll(self, probe):
        try:
            return probe()
        except OSError as exc:
            self.error = exc.with_traceback(None)
            return None


# item: C10 clean: handed to the future that waits for it
class Runner:
    def __init__(self):
        self.jobs = queue.Queue()

    def run_one(self):
        future, func = self.jobs.get()
        try:
            result = func()
        except BaseException as exc:
            future.set_exception(exc)
        else:
            future.set_result(result)


# item: C11 clean: errors of one call are collected and reported together, then gone
def validate(document, checks):
    problems = []
    for check in checks:
        try:
            check(document)
        except ValueError as exc:
            problems.append(str(exc))
    if problems:
        raise ValueError("; ".join(problems))
    return document


# item: C12 clean: a formatted traceback is kept, not the object
class ErrorLog:
    def __init__(self, size=100):
        self.entries = []
        self.size = size

    def guard(self, func, *args):
        try:
            return func(*args)
        except Exception:
            self.entries.append(traceback.format_exc(limit=5))
            del self.entries[:-self.size]
            raise


# item: C13 clean: chained and raised again, nothing is kept
class StorageError(Exception):
    def __init__(self, message, cause=None):
        super().__init__(message)
        self.cause_name = type(cause).__name__ if cause else None


def read_record(db, key):
    try:
        return db[key]
    except KeyError as exc:
        raise StorageError("no record %r" % key, exc) from exc


# item: C14 clean: an attribute of the exception is stored, an int
class HttpClient:
    def __init__(self, transport):
        self.transport = transport
        self.status = None
        self.code = 0

    def get(self, path):
        try:
            return self.transport.request("GET", path)
        except OSError as exc:
            self.status = exc.errno
            self.code = exc.args[0] if exc.args else -1
            return None

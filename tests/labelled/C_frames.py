"""Exceptions and frames that refer to each other."""
import inspect
import json
import logging
import sys
import time

log = logging.getLogger(__name__)

# item: C15 bug: the local keeps the exception, whose traceback has the frame
def fetch_with_fallback(mirrors, fetch):
    failure = None
    body = bytearray(10_000_000)
    for mirror in mirrors:
        try:
            return fetch(mirror, body)
        except OSError as exc:
            failure = exc  # expect: exception-frame-cycle
            log.info("mirror %s failed", mirror)
    return "failed: %s" % failure


# item: C16 bug: collected in a local list that outlives the handler
def best_parse(text, parsers):
    errors = []
    tokens = text.split()
    for parser in parsers:
        try:
            return parser(tokens)
        except ValueError as exc:
            errors.append(exc)  # expect: exception-frame-cycle
    log.error("no parser took it: %d errors", len(errors))
    return None


# item: C17 bug: the traceback itself is held in a local
def report_failure(job):
    data = job.load()
    tb = None
    try:
        job.run(data)
    except Exception as exc:
        tb = exc.__traceback__  # expect: exception-frame-cycle
    line = tb.tb_lineno if tb is not None else None
    return line


# item: C18 bug: one branch deletes the name, the other one does not
def save_document(doc, backend, strict=False):
    err = None
    snapshot = dict(doc)
    try:
        backend.write(snapshot)
    except OSError as exc:
        err = exc  # expect: exception-frame-cycle
    if err is not None and strict:
        del err
        return False
    log.debug("saved with %r", err)
    return err is None


# item: C19 clean: cleared in finally
def call_and_report(func, *args):
    error = None
    try:
        try:
            return func(*args)
        except Exception as exc:
            error = exc
        log.error("call failed: %s", error)
        return None
    finally:
        error = None


# item: C20 clean: the name of the except clause is deleted by Python
def try_json(text):
    try:
        return json.loads(text), None
    except ValueError as exc:
        message = "line %d: %s" % (exc.lineno, exc.msg)
    return None, message


# item: C21 clean: the local is reset before the next round and at the end
def wait_until_ready(probe, attempts=5):
    reason = None
    for attempt in range(attempts):
        try:
            probe()
            break
        except ConnectionError as exc:
            reason = str(exc)
        time.sleep(0.1 * attempt)
    return reason


# item: C22 clean: only its type is kept
def classify(func, values):
    seen = {}
    for value in values:
        kind = None
        try:
            func(value)
        except Exception as exc:
            kind = type(exc)
        seen[kind] = seen.get(kind, 0) + 1
    return seen


# item: C23 info: the retry raises the last exception from the frame that its traceback holds
def retry(func, attempts=3, delay=0.0):
    last = None
    for _ in range(attempts):
        try:
            return func()
        except OSError as exc:
            last = exc  # expect: exception-frame-cycle | exception-outlives-handler
            time.sleep(delay)
    raise last


# item: C24 info: the current frame in a local of the same frame
def caller_name(depth=1):
    frame = inspect.currentframe()  # expect: frame-local-self-ref
    for _ in range(depth):
        frame = frame.f_back
    return frame.f_code.co_name


# item: C25 clean: the frame is deleted on all exits
def caller_line():
    frame = sys._getframe(1)
    try:
        return frame.f_lineno
    finally:
        del frame

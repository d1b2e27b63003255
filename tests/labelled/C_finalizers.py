"""Finalizers, exit handlers and weak dictionaries."""
import atexit
import functools
import os
import shutil
import tempfile
import threading
import weakref
from weakref import WeakKeyDictionary, finalize

# item: C39 bug: the finalizer's bound method keeps its own object alive
class TempWorkspace:
    def __init__(self):
        self.path = tempfile.mkdtemp()
        self._finalizer = weakref.finalize(self, self.cleanup)  # expect: bound-method-in-finalizer

    def cleanup(self):
        shutil.rmtree(self.path, ignore_errors=True)


# item: C40 bug: every connection stays in the exit handlers
class Connection:
    def __init__(self, dsn):
        self.dsn = dsn
        self.buffer = bytearray(1 << 20)
        atexit.register(self.close)  # expect: bound-method-in-finalizer

    def close(self):
        self.buffer = None


# item: C41 bug: a lambda that reads self is no better
class Device:
    def __init__(self, handle):
        self.handle = handle
        finalize(self, lambda: self.handle.release())  # expect: bound-method-in-finalizer

    def read(self, n):
        return self.handle.read(n)


# item: C42 bug: partial around the bound method, registered in another method
class MetricsClient:
    def __init__(self, url):
        self.url = url
        self.pending = []

    def start(self):
        flush = functools.partial(self.flush, force=True)
        atexit.register(flush)  # expect: bound-method-in-finalizer
        return self

    def flush(self, force=False):
        if force or len(self.pending) > 100:
            self.pending.clear()


# item: C43 bug: self among the arguments of a static callback
class Buffer:
    def __init__(self, size):
        self.data = bytearray(size)
        callback = Buffer._release
        weakref.finalize(self, callback, self)  # expect: bound-method-in-finalizer

    @staticmethod
    def _release(buffer):
        buffer.data = None


# item: C44 clean: static function, only the path goes in
class ScratchDir:
    def __init__(self):
        self.path = tempfile.mkdtemp()
        self._finalizer = weakref.finalize(self, shutil.rmtree, self.path, True)

    def remove(self):
        self._finalizer()


# item: C45 clean: bound method of another object that does not know us
class Archive:
    def __init__(self):
        self._tmp = tempfile.TemporaryFile()
        self._finalizer = weakref.finalize(self, self._tmp.close)

    def write(self, data):
        return self._tmp.write(data)


# item: C46 clean: exit handler of the module for a weak set of objects
_open_files = weakref.WeakSet()


def _close_all():
    for fh in list(_open_files):
        fh.close()


atexit.register(_close_all)


class TrackedFile:
    def __init__(self, path):
        self.path = path
        _open_files.add(self)

    def close(self):
        self.path = None


# item: C47 clean: unregistered when the object is closed
class Lock:
    def __init__(self, path):
        self.path = path

    def acquire(self):
        with open(self.path, "x"):
            pass
        atexit.register(self.release)

    def release(self):
        atexit.unregister(self.release)
        os.unlink(self.path)


# item: C48 clean: weak method inside the exit handler
class Journal:
    def __init__(self):
        self.entries = []
        ref = weakref.WeakMethod(self.flush)
        atexit.register(Journal._flush_if_alive, ref)

    @staticmethod
    def _flush_if_alive(ref):
        method = ref()
        if method is not None:
            method()

    def flush(self):
        self.entries.clear()


# item: C49 bug: the value holds the key, so the entry never goes
class Notes:
    def __init__(self, request):
        self.request = request
        self.language = "en"


_notes = WeakKeyDictionary()


def notes_for(request):
    try:
        return _notes[request]
    except KeyError:
        notes = Notes(request)
        _notes[request] = notes  # expect: weakkey-value-refs-key
        return notes


# item: C50 bug: the bound method in the value holds the key
class Widget:
    def __init__(self, name):
        self.name = name

    def on_click(self, event):
        return self.name, event


class Dispatcher:
    def __init__(self):
        self.handlers = weakref.WeakKeyDictionary()

    def connect(self, widget: Widget):
        self.handlers.setdefault(widget, []).append("created")
        self.handlers[widget] = [widget.on_click]  # expect: weakkey-value-refs-key


# item: C51 bug: the closure in the value holds the key
_renderers = weakref.WeakKeyDictionary()


def renderer_of(template):
    if template not in _renderers:
        def render(**context):
            return template.source % context
        _renderers[template] = render  # expect: weakkey-value-refs-key
    return _renderers[template]


# item: C52 clean: a number and a copy of text in the value
_sizes = weakref.WeakKeyDictionary()


def size_of(widget):
    if widget not in _sizes:
        _sizes[widget] = (len(widget.name), widget.name.upper())
    return _sizes[widget]


# item: C53 clean: the value has a weak reference to the key
class Peer:
    def __init__(self, node):
        self._node = weakref.ref(node)


class Topology:
    def __init__(self):
        self.peers = WeakKeyDictionary()

    def add(self, node):
        self.peers[node] = Peer(node)
        return self.peers[node]


# item: C54 clean: weak values may hold their keys' namesake
class Identity:
    _by_name = weakref.WeakValueDictionary()

    def __init__(self, name):
        self.name = name
        Identity._by_name[name] = self

    @classmethod
    def find(cls, name):
        return cls._by_name.get(name)

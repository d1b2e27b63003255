"""Objects that reach themselves, finalizers; none of them is a warning by default."""
import contextlib
import gc
import os
import weakref

# item: F01 info: bound method in an attribute, with ten megabytes in the object
class Plotter:
    def __init__(self):
        self.canvas = bytearray(10_000_000)
        self.handlers = {"draw": self.draw}  # expect: self-cycle-large

    def draw(self):
        return self.canvas[0]


# item: F02 info: lambda captures self, kept in self
class Thumbnail:
    def __init__(self, size):
        self.pixels = [0.5 + i for i in range(2_000_000)]
        self.on_change = lambda: self.render(size)  # expect: self-cycle-large

    def render(self, size):
        return self.pixels[:size]


# item: F03 info: object with __del__ in a cycle with its child
class Child:
    def __init__(self, parent):
        self.parent = parent


class Handle:
    def __init__(self, fd):
        self.fd = fd
        self.child = Child(self)  # expect: del-method-in-cycle | self-cycle-large

    def __del__(self):  # also: del-method-in-cycle
        if self.fd is not None:
            os.close(self.fd)


# item: F04 info: __del__ puts the object back into a pool
_pool = []


class Pooled:
    def __init__(self):
        self.buffer = bytearray(4096)

    def __del__(self):  # expect: resurrecting-del
        _pool.append(self)


# item: F05 info: cycle of large nodes while the collector is off
class Page:
    def __init__(self, number, previous=None):
        self.number = number
        self.text = bytearray(1_000_000)
        self.previous = previous
        self.next = None
        if previous is not None:
            previous.next = self  # expect: self-cycle-large


def load_pages(n):
    gc.disable()
    try:
        page = None
        for i in range(n):
            page = Page(i, page)
        return page.number
    finally:
        gc.enable()


# item: F06 clean: weak reference to the parent
class TreeNode:
    def __init__(self, name, parent=None):
        self.name = name
        self._parent = weakref.ref(parent) if parent is not None else None
        self.children = []
        if parent is not None:
            parent.children.append(self)

    @property
    def parent(self):
        return self._parent() if self._parent is not None else None


# item: F07 clean: broken in close
class Window:
    def __init__(self):
        self.handlers = {"key": self.on_key}

    def on_key(self, key):
        return key

    def close(self):
        self.handlers.clear()


# item: F08 clean: small and for the whole program
class Command:
    def __init__(self, name):
        self.name = name
        self.run = self._run_default

    def _run_default(self, *args):
        return (self.name,) + args


# item: F09 clean: __del__ of a leaf that only closes
class File:
    def __init__(self, path):
        self._fd = os.open(path, os.O_RDONLY)

    def close(self):
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def __del__(self):
        with contextlib.suppress(OSError):
            self.close()


# item: F10 clean: the method table of the class, unbound functions
class Machine:
    def start(self):
        return "running"

    def stop(self):
        return "stopped"

    table = {"start": start, "stop": stop}

    def feed(self, event):
        return self.table[event](self)


# item: F11 clean: a closure uses self, but the object does not keep it
class Counter:
    def __init__(self):
        self.n = 0

    def adder(self, step):
        def add():
            self.n += step
            return self.n
        return add


# item: F12 clean: doubly linked on purpose, small, as in collections.OrderedDict
class Link:
    __slots__ = ("prev", "next", "key", "__weakref__")


def make_ring(keys):
    root = Link()
    root.prev = root.next = root
    for key in keys:
        link = Link()
        last = root.prev
        link.prev, link.next, link.key = last, root, key
        last.next = link
        root.prev = link
    return root

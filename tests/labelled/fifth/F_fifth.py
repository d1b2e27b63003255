"""Objects that reach themselves."""
import weakref


# item: F401 info: the connection holds a method of its own and has __del__
class Connection:
    def __init__(self, sock):
        self.sock = sock
        self.on_close = self.closed

    def closed(self):
        self.sock = None

    def __del__(self):  # expect: del-method-in-cycle
        self.sock = None
        # also: self-cycle-large


# item: F402 clean: the child sees its parent weakly
class Child:
    def __init__(self, parent):
        self._parent = weakref.ref(parent)

    @property
    def parent(self):
        return self._parent()

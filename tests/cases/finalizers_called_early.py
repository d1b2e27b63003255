import weakref
class Resource:
    def __init__(self, name):
        self.name = name
        self._finalizer = weakref.finalize(self, self._cleanup, name)
    @staticmethod
    def _cleanup(name):
        print("cleanup", name)
    def close(self):
        self._finalizer()
    @property
    def closed(self):
        return not self._finalizer.alive
r = Resource("db")
s = Resource("file")
print(r.closed)
r.close()
print(r.closed)
r.close()
del r
print("after r")
f = s._finalizer
print(f.alive)
s = None
print(f.alive, f())
t = Resource("socket")
info = t._finalizer.detach()
print(info[3] is None, info[2])
del t
info = None
print("end")

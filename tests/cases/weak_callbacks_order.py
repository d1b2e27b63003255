import gc
import weakref


class Resource:
    def __init__(self, name):
        self.name = name
        self.me = None

    def __del__(self):
        print("del", self.name)


def note(ref):
    print("first callback", ref() is None)


def note_again(ref):
    print("second callback", ref() is None)


a = Resource("a")
one = weakref.ref(a, note)
two = weakref.ref(a, note_again)
end = weakref.finalize(a, print, "finalizer of a")
print(end.alive)
del a
print(end.alive, one(), two())
b = Resource("b")
b.me = b
three = weakref.ref(b, note)
del b
print(three() is None)
gc.collect()
print(three() is None)
c = Resource("c")
early = weakref.finalize(c, print, "called by hand")
print(early(), early.alive)
never = weakref.finalize(c, print, "never")
obj, function, args, kwargs = never.detach()
print(obj is c, args, never.alive)
del obj
del c

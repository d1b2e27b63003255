class Slot:
    __slots__ = ("a",)
    def __init__(self):
        self.a = 1

class Guarded:
    def __init__(self):
        self.data = {}
    def __getattr__(self, name):
        if name in self.data:
            return self.data[name]
        raise AttributeError(name)

class Prop:
    @property
    def bad(self):
        raise AttributeError("never")
    @property
    def worse(self):
        return self.missing
    @property
    def method(self):
        raise AttributeError("no method")

class Meta(type):
    def __getattr__(cls, name):
        raise AttributeError(f"no {name}")

class Made(metaclass=Meta):
    pass

def show(e):
    print(type(e).__name__, e)

s = Slot()
del s.a
try:
    s.a
except AttributeError as e:
    show(e)
g = Guarded()
g.data["x"] = [1]
print(g.x)
try:
    g.y
except AttributeError as e:
    show(e)
try:
    g.call_me()
except AttributeError as e:
    show(e)
print(getattr(g, "z", None), hasattr(g, "z"))
p = Prop()
try:
    p.bad
except AttributeError as e:
    show(e)
try:
    p.worse
except AttributeError as e:
    show(e)
try:
    p.method()
except AttributeError as e:
    show(e)
try:
    getattr(p, "bad")
except AttributeError as e:
    show(e)
try:
    Made.other
except AttributeError as e:
    show(e)
kept = None
try:
    g.w
except AttributeError as e:
    kept = e
del g
print(kept)

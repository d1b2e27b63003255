class Meta(type):
    registry = {}
    def __new__(mcls, name, bases, ns, **kw):
        cls = super().__new__(mcls, name, bases, ns)
        mcls.registry[name] = cls
        return cls
    def __call__(cls, *a, **k):
        obj = super().__call__(*a, **k)
        cls.made = getattr(cls, "made", 0) + 1
        return obj
class Base(metaclass=Meta):
    def __init__(self, v=None):
        self.v = v
class A(Base):
    pass
class B(A):
    def __init__(self, v, w):
        super().__init__(v)
        self.w = w
a, b = A([1]), B([2], [3])
print(sorted(Meta.registry), A.made, B.made, Base.registry is Meta.registry)
class Plugin:
    plugins = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.plugins.append(cls)
class P1(Plugin):
    pass
class P2(P1):
    pass
print([p.__name__ for p in Plugin.plugins], P1.plugins is Plugin.plugins)
class Desc:
    def __set_name__(self, owner, name):
        self.name = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return getattr(obj, self.name, "unset")
    def __set__(self, obj, value):
        if not isinstance(value, int):
            raise TypeError(f"{self.name} wants int")
        setattr(obj, self.name, value)
class T:
    x = Desc()
    y = Desc()
t = T()
print(t.x, T.x is T.__dict__["x"])
t.x = 5
try:
    t.y = "no"
except TypeError as e:
    print(e)
print(t.x, t.y, t.__dict__)
class Lazy:
    def __init__(self):
        self.calls = []
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        self.calls.append(name)
        value = [name]
        setattr(self, name, value)
        return value
l = Lazy()
print(l.abc is l.abc, l.calls, hasattr(l, "_z"))
class Frozen:
    __slots__ = ("a", "b")
    def __init__(self, a, b):
        object.__setattr__(self, "a", a)
        object.__setattr__(self, "b", b)
    def __setattr__(self, k, v):
        raise AttributeError("frozen " + k)
f = Frozen([1], 2)
try:
    f.a = 3
except AttributeError as e:
    print(e)
f.a.append(2)
print(f.a, hasattr(f, "__dict__"))
class Single:
    _one = None
    def __new__(cls, *a):
        if cls._one is None:
            cls._one = super().__new__(cls)
        return cls._one
    def __init__(self, v):
        self.v = v
s1, s2 = Single([1]), Single([2])
print(s1 is s2, s1.v)
class Temp:
    def __init__(self, c):
        self._c = c
    @property
    def f(self):
        return self._c * 9 / 5 + 32
    @f.setter
    def f(self, v):
        self._c = (v - 32) * 5 / 9
    @classmethod
    def of(cls, f):
        self = cls(0)
        self.f = f
        return self
print(Temp.of(212)._c, Temp(0).f)

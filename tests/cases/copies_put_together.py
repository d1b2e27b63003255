import copy, sys
from collections import namedtuple
from typing import NamedTuple
from enum import Enum
from dataclasses import dataclass, field
P = namedtuple("P", "x y")
p = P([1], 2)
q = copy.copy(p); r = copy.deepcopy(p); r2 = copy.deepcopy(P(1, 2))
print(q is p, q == p, q.x is p.x, r.x is p.x, r, sys.getrefcount(q))
class Q(NamedTuple):
    a: list
    b: int = 3
n = Q([5])
m = [n, n]
k = copy.deepcopy(m)
print(k[0] is k[1], k[0] is n, k[0].a, type(k[0]).__name__)
class Color(Enum):
    RED = 1
    BLUE = [2]
print(copy.copy(Color.RED) is Color.RED, copy.deepcopy([Color.BLUE])[0] is Color.BLUE)
class S:
    __slots__ = ("a", "b")
    def __init__(self, a): self.a = a
s = S([1])
t = copy.copy(s)
u = copy.deepcopy(s)
print(t.a is s.a, u.a is s.a, hasattr(t, "b"), sys.getsizeof(t))
class SD(S):
    def __init__(self, a, z):
        super().__init__(a)
        self.z = z
sd = SD([1], [2])
te = copy.deepcopy(sd)
tc = copy.copy(sd)
print(te.a, te.z, te.z is sd.z, tc.z is sd.z, vars(tc))
class R:
    made = 0
    def __init__(self, x):
        R.made += 1
        self.x = x
        self.cache = [x]
    def __reduce__(self):
        return (R, (self.x,))
o = R([7]); o2 = copy.copy(o); o3 = copy.deepcopy(o)
print(o2.x is o.x, o3.x is o.x, R.made, o2.cache is o.cache, o3.cache[0] is o3.x)
class G:
    def __init__(self): self.keep = [1]; self.drop = print
    def __getstate__(self):
        d = self.__dict__.copy()
        del d["drop"]
        return d
    def __setstate__(self, state):
        self.__dict__.update(state)
        self.drop = None
g = G(); g2 = copy.copy(g); g3 = copy.deepcopy(g)
print(g2.keep is g.keep, g3.keep is g.keep, g2.drop, g3.drop)
class N:
    def __new__(cls, *a):
        self = super().__new__(cls)
        self.tag = ["new"]
        return self
    def __init__(self): self.v = [0]
w = N(); w2 = copy.copy(w); w3 = copy.deepcopy(w)
print(w2.tag is w.tag, w2.v is w.v, w3.tag is w.tag, w3.v)
class One:
    def __reduce__(self): return "one"
one = One()
print(copy.copy(one) is one, copy.deepcopy([one])[0] is one)
@dataclass
class D:
    xs: list = field(default_factory=list)
    me: object = None
d = D([1]); d.me = d
e = copy.deepcopy(d)
print(e.me is e, e.xs is d.xs, e.xs)
@dataclass(frozen=True)
class F:
    xs: list
f = F([1]); f2 = copy.copy(f); f3 = copy.deepcopy(f)
print(f2.xs is f.xs, f3.xs is f.xs, f3 == f)
class Node:
    def __init__(self, v, nxt=None): self.v, self.nxt = v, nxt
    def __getnewargs__(self): return (self.v,)
    def __new__(cls, v, nxt=None):
        x = object.__new__(cls)
        x.born = [v]
        return x
a = Node([1], Node([2])); b = copy.deepcopy(a); c = copy.copy(a)
print(b.nxt is a.nxt, b.nxt.v, b.born is a.born, c.born is a.born, c.nxt is a.nxt)
class L(list):
    pass
class DD(dict):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.log = []
l = L([1, [2], 3, 4, 5]); l.q = [2]
l2 = copy.copy(l); l3 = copy.deepcopy(l)
print(l2, l2.q is l.q, l3.q is l.q, l3[1] is l[1], type(l3).__name__, sys.getsizeof(l2), sys.getsizeof(l))
dd = DD(a=[1], b=2); dd.log.append(dd)
d2 = copy.copy(dd); d3 = copy.deepcopy(dd)
print(d2, d2.log is dd.log, d3["a"] is dd["a"], d3.log[0] is d3, sys.getsizeof(d3))
class E(Exception):
    pass

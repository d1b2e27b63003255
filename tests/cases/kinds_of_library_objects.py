import functools, weakref
class A:
    @functools.cached_property
    def x(self):
        return 1
a = A()
w = weakref.WeakKeyDictionary()
print(isinstance(w, weakref.WeakKeyDictionary), isinstance(w, dict))
f = weakref.finalize(a, print)
print(isinstance(f, weakref.finalize))
r = weakref.ref(a)
print(isinstance(r, weakref.ref), type(a).__name__)
@functools.lru_cache
def g():
    return 1
from collections import ChainMap, Counter, OrderedDict
from types import SimpleNamespace
from collections.abc import Mapping, Iterable, Hashable, Callable
c = ChainMap({})
print(isinstance(c, ChainMap), isinstance(c, dict))
n = SimpleNamespace(a=1)
print(isinstance(n, SimpleNamespace), isinstance(n, object), isinstance(n, dict))
print(isinstance(Counter(), Mapping), isinstance(OrderedDict(), Counter))
from dataclasses import dataclass
from collections.abc import Hashable, Iterable
from collections import namedtuple
@dataclass
class D:
    x: int
@dataclass(frozen=True)
class F:
    x: int
N = namedtuple("N", "a b")
print(isinstance(D(1), Hashable), isinstance(F(1), Hashable), isinstance(N(1, 2), Hashable), isinstance(N(1, 2), Iterable))
from enum import IntEnum, Flag
from collections.abc import Hashable, Iterable, Container
class P(Flag):
    R = 1
    W = 2
class I(IntEnum):
    A = 1
print(isinstance(P.R, Hashable), isinstance(I.A, Hashable))
print(isinstance(P.R, int), isinstance(I.A, int))

import functools, itertools, weakref
from collections import defaultdict
src = [[1], [2], [3]]
def ident(x):
    return x
def pair(a, b):
    return a
def truth(x):
    return True
r1 = list(map(ident, src))
r1 = list(map(pair, src, src))
r2 = list(filter(ident, src))
r2 = [y for y in filter(truth, src)]
r3 = sorted(src, key=ident)
src.sort(key=ident)
r4 = min(src, key=ident)
r4 = max(src[0], src[1], key=ident)
r5 = functools.reduce(pair, src)
r5 = functools.reduce(pair, src, [0])
p = functools.partial(pair, src[0])
r6 = p(src[1])
r6 = p([5])
@functools.lru_cache
def cached(n):
    return [n]
key = ('a', 257)
r7 = cached(key)
@functools.wraps(ident)
def wr(*args, **kw):
    return ident(*args, **kw)
r8 = wr(src[0])
r9 = list(itertools.takewhile(truth, src))
r9 = list(itertools.dropwhile(ident, src))
r9 = list(itertools.filterfalse(ident, src))
r9 = list(itertools.starmap(pair, [(src[0], src[1])]))
r9 = list(itertools.accumulate(src, pair))
r9 = [k for k, g in itertools.groupby(src, ident)]
class C:
    def __init__(self, a):
        self.a = a
    def __eq__(self, other):
        return self is other
    def __hash__(self):
        return 7
    def __lt__(self, other):
        return False
    def __add__(self, other):
        return other
    def __getitem__(self, i):
        return i
    def __contains__(self, x):
        return False
    def __call__(self, x):
        return x
    def __len__(self):
        return 3
    def __repr__(self):
        return 'C'
    def __getattr__(self, name):
        return 5
    @property
    def prop(self):
        return self.a
    @prop.setter
    def prop(self, v):
        self.a = v
    def __setitem__(self, k, v):
        pass
    def __iter__(self):
        return iter(self.a)
    def __format__(self, spec):
        return 'f'
    def meth(self, x):
        return x
c = C(src[0])
d = C(src[1])
r10 = c == d
r10 = c < d
r10 = c + d
r10 = c + src
r10 = c[key]
r10 = src in c
r10 = c(src)
r10 = len(c)
r10 = repr(c)
r10 = c.zzz
r10 = c.prop
c.prop = src
c[key] = src
r10 = {c: 1, d: 2}
r10 = list(c)
r10 = f'{c}'
r11 = list(map(c.meth, src))
r11 = sorted([c, d])
r11 = list(map(C, src))
r11 = [c] == [d]
r11 = d in [c]
f2 = defaultdict(lambda: [1])
f2[3].append(2)
it = iter(lambda: 3, 3)
r12 = list(it)
r13 = next(map(lambda x: [x], src))
r14 = any(map(truth, src))
r15 = list(map(lambda *a: a, src, src))
w = weakref.ref(d, lambda r: print('gone'))

from dataclasses import dataclass, FrozenInstanceError, field
@dataclass(frozen=True)
class P:
    x: int
    tags: list = field(default_factory=list)
class Noisy:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
p = P(1)
try:
    p.x = 3
except FrozenInstanceError as e:
    print("frozen", e)
try:
    p.x = Noisy("value")
except AttributeError as e:
    print(type(e).__name__, e, isinstance(e, FrozenInstanceError))
print("after")
try:
    del p.x
except FrozenInstanceError as e:
    kept = e
print(kept)
def change(o, v):
    o.other = v
try:
    change(p, Noisy("in function"))
except FrozenInstanceError:
    print("caught")
class Sub(P):
    pass
s = Sub(2, [3])
s.extra = [1]
try:
    s.x = 5
except FrozenInstanceError as e:
    print(e)
print(s.extra, s)
kept = None
@dataclass(frozen=True)
class Q(P):
    y: int = 0
q = Q(1, [], 3)
try:
    q.zz = 1
except FrozenInstanceError as e:
    print(e)
setattr_ok = object.__setattr__
setattr_ok(q, "y", 9)
print(q)

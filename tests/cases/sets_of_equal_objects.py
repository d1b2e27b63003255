a = {1, 2, 3}
b = a
b |= {4}
print(a, a is b)
b = b | {5}
print(a is b, len(a), len(b))
print(a & {2, 9}, a - {1}, a ^ {1, 10})
fs = frozenset(a)
print(fs in {fs}, fs == a, fs.union([7]))
a.discard(99)
try:
    a.remove(99)
except KeyError as k:
    print("no", k)
print(a.issubset(b), b.issuperset(a), a.isdisjoint({0}))
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
    def __hash__(self): return self.x
    def __del__(self): print("P", self.x, "gone")
s = {P(1)}
s.add(P(1))
print(len(s))
s.add(P(2))
one = P(1)
s.discard(one)
print(len(s))
u = s.copy()
s.clear()
print(len(u), one.x)
uniq = list(dict.fromkeys([3, 1, 3, 2]))
print(uniq, sorted(set("hello")))

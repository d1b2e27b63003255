class Bag:
    kind = "bag"
    def __init__(self, a, b):
        self.a = a
        self.b = b
shared = [1]
x = Bag(shared, 2)
y = Bag(3, shared)
ns = x.__dict__
print(ns, len(ns), "a" in ns)
ns["c"] = [3]
print(x.c, vars(x) is ns)
x.d = shared
print(sorted(ns), ns["d"] is shared)
for name, value in vars(y).items():
    print(name, value)
del ns["a"]
print(hasattr(x, "a"), sorted(ns))
y.__dict__.update({"e": 5, "f": shared})
print(y.e, y.f is shared)
z = Bag(0, 0)
z.__dict__ = {"own": shared}
print(z.own, hasattr(z, "a"), z.kind)
print(getattr(Bag, "kind"), "kind" in vars(y), "kind" in Bag.__dict__)
keys = list(x.__dict__)
print(keys)
del x
print(sorted(ns))
copy = dict(vars(y))
copy["a"] = None
print(y.a, copy["a"])

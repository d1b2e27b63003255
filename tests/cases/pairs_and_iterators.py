def pairs(n):
    out = []
    for p in zip([1, 2, 3], "abc"):
        out.append(p)
    return out
a = pairs(3)
kept = []
for i, v in enumerate([[1], [2]]):
    kept.append(v)
last = None
for p in enumerate(["x", "y", "z"]):
    if last is not None:
        same = last is p
    last = p
for p in zip([1], [2]):
    pass
items = {"a": [1], "b": [2]}
for pair in items.items():
    pass
for key, value in items.items():
    value.append(key)
ids = [id(p) for p in zip([1, 2], [3, 4])]
whole = list(zip([[1]], [[2]]))
rev = list(reversed(whole))
m = list(map(lambda q: q, whole))
f = list(filter(None, whole))
it = iter(whole)
n1 = next(it)
nd = next(it, whole)
s = sorted(whole, key=lambda q: q[0])
g = (q for q in whole)
n2 = next(g)
del whole
x = [*rev, *m]
y = {**items, "c": x}
first, *rest = x
(a1, b1), c1 = n1, n2
h = any(q for q in x)
d = dict(zip("ab", x))
z = dict(items)
z |= {"n": n1}
w = {k: v for k, v in z.items() if v}
k = list(w)
del x, y, z

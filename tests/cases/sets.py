s = {3, 1, 2}
print(s, len(s))
t = set([1, 2, 2])
u = s | t
v = s & t
w = s - t
print(u, v, w, t <= s if False else 0)
for x in {5, 1}:
    print(x)
s.add(10)
s.discard(1)
names = {"bob", "al"}
print(sorted(names), sum(t), min(s), max(s))
f = frozenset([1, 2])
d = {f: "x"}
print(d[f], f)
z = list({7, 8})
e = {i * i for i in range(5)}
print(e, z)

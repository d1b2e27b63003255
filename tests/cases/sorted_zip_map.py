names = ["c", "a", "b"]
print(sorted(names), sorted(names, reverse=True))
for i, n in enumerate(names, 1):
    print(i, n)
for a, b in zip(names, range(3)):
    print(a, b)
m = map(len, names)
print(list(m))
f = list(filter(lambda n: n > "a", names))
r = list(reversed(names))
print(f, r, min(names), max(names, key=lambda z: -ord(z)))

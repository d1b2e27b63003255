a = list(range(10))
a[2:4] = [20, 30, 40]
print(a)
a[:0] = [-1]
b = a[::2]
a[5:] = []
print(a, b)
c = a
a[:] = [1]
print(c)
del a[:]
print(c, b[-1], b[1:-1])
a.extend(x for x in b)
a.insert(0, [1])
a.sort(key=lambda v: 0)

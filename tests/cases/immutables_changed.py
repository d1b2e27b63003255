t = (1, [2], "three")
try:
    t[1] += [4]
except TypeError as e:
    print("error", t)
s = "abc"
print(id(s) == id(s[:]), s is s + "")
n = 256
m = 256
print(n is m)
big = 10 ** 20
print(big is 10 ** 20, big == 10 ** 20)
f = 1.5
g = f
f += 1
print(f, g)
fs = frozenset([1, 2])
print(fs is frozenset(fs), fs | {3})
e1, e2 = (), tuple([])
print(e1 is e2, t[:] is t, tuple(t) is t)
try:
    hash(t)
except TypeError as err:
    print(err)
d = {(1, 2): "a"}
print(d[1, 2])
x = 5
def change(v):
    v += 1
    return v
print(change(x), x)
b1, b2 = b"", bytes()
print(b1 is b2, None is None, ... is Ellipsis)

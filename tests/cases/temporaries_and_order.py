class T:
    def __init__(self, n):
        self.n = n

    def __add__(self, other):
        return T(self.n + other.n)

    def __iadd__(self, other):
        self.n += other.n
        return self

    def __getitem__(self, k):
        return T((self.n, k))

    def __call__(self):
        return self

    def __bool__(self):
        return self.n != 0

    def __del__(self):
        print("~", self.n)


T(1)
print("expr statement done")
x = T(2)
x = T(3)
print("rebound")
x += T(4)
print(x.n)
y = x + T(10)
print(y.n)
print(T(5).n)
(T(6), T(7))
print("tuple gone")
[T(8), [T(9)]]
z = T(20) and T(21)
print(z.n)
z = T(0) or T(22)
print(z.n)
x[1]
a, b = T("a"), T("b")
a, b = b, a
print(a.n, b.n)
a = b
print("a overwritten")


def f(arg):
    print("in f", arg.n)
    arg = None
    print("arg cleared")


f(T("arg"))
f(x)


def g():
    one = T("one")
    two = T("two")
    return two


g()
r = g()
print("r", r.n)
for t in (T("i1"), T("i2")):
    print(t.n)
print("loop over")
del t
print(T("m")().n, "after")
d = {T("key").n: T("value")}
d["key"] = None
lst = [T(i) for i in range(3)]
lst[1] = None
lst[:] = [T("new")]
print("replaced")
del lst
w = [T("w")]
w = w + [T("w2")]
del w[0]
print("end of code")
del x, y, z, a, b, r

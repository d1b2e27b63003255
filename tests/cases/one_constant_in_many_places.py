a = 1000
def f():
    x = 1000
    y = 1000.5
    return x
def g():
    return 1000, 1000.5, "p q"
b = f()
c = g()
d = 1000.5
e = "p q"
same = b is a
t1 = (1000, 1000.5, "p q")
s2 = t1 is c
class C:
    v = 1000
    w = (1000, 1000.5, "p q")
h = C.w is t1
def gen():
    yield "p q"
    yield 1000
it = gen()
n1 = next(it)
n2 = next(it)
def outer():
    z = "p q"
    def inner():
        return z + "r s"
    return inner
i = outer()()
j = "r s"
k = {"p q", "r s"}
l = "p q" in {"p q", "r s"}
m = ["p q", "r s", "t u"]
o = {**{"p q": 1}, "r s": 2}
def kw(**k):
    return k
q = kw(**{"p q": 1000})
r = "%s-%s" % ("p q", 1000)
try:
    raise ValueError("p q")
except ValueError as err:
    msg = err.args[0]
del err
u = [x for x in ("p q", "r s")]
v = {x: 1000 for x in "ab"}
w = lambda s="p q": s
y = w()

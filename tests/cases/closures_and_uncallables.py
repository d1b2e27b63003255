def make(n):
    def add(x, acc=[]):
        acc.append(x + n)
        return acc
    return add
a, b = make(1), make(2)
print(a(1), a(2), b(1))
print(a.__closure__[0].cell_contents, a.__code__ is b.__code__, a.__defaults__)
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
def counter():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    def get():
        return n
    return inc, get
inc, get = counter()
inc(); inc()
print(get(), inc.__closure__[0] is get.__closure__[0])
def outer():
    big = [0] * 1000
    small = len(big)
    def inner():
        return small
    return inner
f = outer()
print(f(), len(f.__closure__))
del f
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
print(fact(20), fact(25))
g = fact
fact = None
try:
    g(3)
except TypeError as e:
    print(e)
def kw(*args, **kwargs):
    args += (1,)
    kwargs["z"] = args
    return args, kwargs
opts = {"a": [1]}
r = kw(5, **opts)
print(r, opts, r[1]["a"] is opts["a"])
def swap(p, q=None, /, *, r=0):
    return p, q, r
print(swap(1, 2, r=3))
print((lambda *a: a)(*range(3)))
compose = lambda f, g: lambda x: f(g(x))
print(compose(str, abs)(-3))
for thing in (None, [1], "a", {}, (), 3):
    try:
        thing()
    except TypeError as e:
        print(e)

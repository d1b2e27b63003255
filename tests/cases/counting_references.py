import sys


class Thing:
    pass


def count(obj):
    return sys.getrefcount(obj) - 1


t = Thing()
print(sys.getrefcount(t))
alias = t
print(sys.getrefcount(t))
box = [t, t, t]
print(sys.getrefcount(t))
box.pop()
print(sys.getrefcount(t))
mapping = {"t": t}
print(sys.getrefcount(t))
mapping.clear()
print(sys.getrefcount(t))
t.me = t
print(sys.getrefcount(t))
del t.me
print(sys.getrefcount(t))
del alias
box.clear()
print(sys.getrefcount(t))
bound = t.__init__
print(sys.getrefcount(t))
del bound
pair = (t, [t])
print(sys.getrefcount(t))
pair = None
print(sys.getrefcount(t))
for other in [t]:
    print(sys.getrefcount(t))
del other


def hold(obj):
    inner = obj
    print(sys.getrefcount(obj))
    return inner


back = hold(t)
print(sys.getrefcount(back))
lam = lambda: t
print(sys.getrefcount(t))


def closed():
    obj = Thing()
    def inner():
        return obj
    print(sys.getrefcount(obj))
    return inner


fn = closed()
print(sys.getrefcount(fn()))
print(sys.getrefcount(fn) )
g = (o for o in [t])
print(sys.getrefcount(t))
next(g)
g.close()
print(sys.getrefcount(t))

def make():
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    return fs
fs = make()
print([f() for f in fs])
print(fs[0].__closure__[0] is fs[1].__closure__[0])
def make_fixed():
    return [lambda i=i: i for i in range(3)]
gs = make_fixed()
print([g() for g in gs], gs[1].__defaults__)
del fs
def counter():
    n = 0
    def inc(by=1):
        nonlocal n
        n += by
        return n
    return inc
c = counter()
c(); c(5)
print(c.__closure__[0].cell_contents)
d = counter()
print(d(), c())

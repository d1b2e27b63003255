def f(n):
    return "/" + n
def g():
    return f("a") + "/"
def h():
    return f("a") + "/" + "b"
def k(p):
    return (f("a") if p else "") + "/" + "b"
x = g()
y = h()
z = k(1)
w = f("q") + "r"
print(x, y, z)
def loop(n):
    s = f("z")
    for i in range(n):
        s = s + "x"
    return s
def loop2(n):
    s = f("z")
    for i in range(n):
        t = s + "x"
        s = t
    return s
print(loop(30))
print(loop2(20))
def cell():
    s = f("w")
    def add():
        nonlocal s
        s = s + "!"
        return s
    add()
    return add()
print(cell())
w = w + "s"
w = w + "t"
v = w
w = w + "u"
print(v, w)
class A:
    name = f("n")
    name = name + "m"
print(A.name)

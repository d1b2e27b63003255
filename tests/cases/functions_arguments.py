def show(a, b=[1], /, c=2, *rest, d, e=None, **more):
    return (a, b, c, rest, d, e, more)
x = [0]
print(show(x, d=1))
t = show(x, x, x, x, x, d=x, e=x, f=x)
print(len(t[3]), t[6]["f"] is x)
args = [1, 2]
kw = {"d": x, "z": 9}
r = show(*args, **kw)
print(r, r[6] is kw)
def passing(*args, **kwargs):
    return inner(*args, **kwargs)
def inner(*args, **kwargs):
    return args, kwargs
a, k = passing(x, 1, key=x)
print(a[0] is x, k, k["key"] is x)
print(inner(*args, 5, *args, q=1, **{"w": x}))
def swap(pair):
    first, second = pair
    return second, first
print(swap((x, args)))
def make_adders():
    fs = []
    for i in range(3):
        def add(n, i=i):
            return n + i
        fs.append(add)
    return fs
print([f(10) for f in make_adders()])
def account(balance):
    history = []
    def deposit(n):
        nonlocal balance
        balance += n
        history.append(n)
        return balance
    def report():
        return history
    return deposit, report
deposit, report = account(100)
deposit(50)
print(deposit(25), report())
h = report()
del deposit, report
print(h)
total = []
def change():
    global total
    total = total + [1]
change()
change()
print(total)

class T:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
v44 = [T(45)]
[T(1046) for i46 in v44]
print(1)
def f():
    w = [T(1)]
    [T(2) for i in w]
    [T(2) for i in w if i]
    {T(3) for i in w}
    {T(4): 1 for i in w}
    [[T(4), j] for i in w for j in w]
    x = [T(5) for i in w]
    return [T(6) for i in w]
f()
if v44:
    [T(3) for i46 in v44]
class C:
    [T(3) for i46 in v44]
print(3)
[T(1046) for i46 in v44]
def h(w):
    x = T(20)
    x = [T(5) for i in w]
    x = T(21)
    x = [
      T(5) for i in w]
    x = T(22)
    (x
     ) = [T(6) for i in w]
    x = T(23)
    x = y = [T(7) for i in w]
    x = [T(8) for i in w for j in w]
    [T(i.n + j.n) for i in w for j in w]
    i = T(24)
    i = [T(9) for i in w]
    x = [T(i) for i in (5, 6)]
    x: list = [T(i) for i in (7, 8)]
    x = None
    x = [T(i) for i in (9, 10)] if w else [T(i) for i in (9, 11)]
    x = [[T(i) for i in range(j)] for j in range(3)]
h([T(30), T(31)])
def k(w):
    i = T(24)
    i = [T(9) for i in w]
    i = None
k([T(30), T(31)])
def k2(w):
    x = [T(9) for i in w]
    x = [T(6) for i in w]
    i = 1
k2([T(30), T(31)])
def k3(w):
    i = 1
    [T(6) for i in w for j in w]
k3([T(30), T(31)])
def k4(w):
    i = 1
    x = [T(6) for i in w]
    x = [T(7) for i in w for j in w]
k4([T(30), T(31)])
def m(w):
    x = T(20)
    x = [T(8) for i in w for j in w]
    x = [[T(i) for i in range(j)] for j in range(3)]
m([T(30), T(31)])
def m2(w):
    i = T(1)
    x = [T(i) for i in (9, 10)]
    x = [i for i in w for j in w]
    i = None
    x = [[T(i) for i in range(j)] for j in range(3)]
m2([T(30), T(31)])

class T:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
def f(c, y):
    if c:
        T(1) if y else T(2)
f(1, 1)
f(1, 0)
f(0, 0)
def g(c, y):
    if c:
        y and T(3)
    else:
        c or T(4)
g(1, 1)
g(0, 1)
def h(c, y):
    for i in range(2):
        T(5) if y else T(6)
h(1, 1)
def k(y):
    y and T(7)
k(1)
k(0)
def m(y):
    try:
        y and T(8)
    finally:
        y or T(9)
m(1)
class M:
    def __enter__(self):
        return self
    def __exit__(self, *why):
        return False
def n(y):
    with M():
        y and T(10)
n(1)
def o(y):
    while y:
        y -= 1
        y and T(11)
    else:
        1 < y < 2
o(2)
for i in range(1):
    pass
else:
    i if i else [i]
if i == 0:
    T(12) if i else T(
        13)
else:
    pass
if i == 3:
    i = 2
else:
    len('k') if i else 'key'

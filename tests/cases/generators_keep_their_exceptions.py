class T:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print('del', self.n)
def g1(a):
    t = T(1)
    try:
        {}["k"]
    except Exception as e:
        kept = e
    yield a
def g5(a, out):
    t = T(2)
    try:
        {}["k"]
    except Exception as e:
        out.append(e)
    yield a
    yield t
def g6(a):
    t = T(3)
    try:
        {}["k"]
    except Exception as e:
        kept = e
    try:
        yield a
    finally:
        a = 3
v = g1([])
w = next(v)
v = None
print(1)
out = []
v = g5([], out)
w = next(v)
v = None
print(3)
out.clear()
print(4)
v = g6([])
w = next(v)
v = None
print(5)
v = g6([])
w = next(v)
v.close()
print(6)
for v in g1([]):
    print(7)
print(8)

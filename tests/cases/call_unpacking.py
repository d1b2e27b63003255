def f(a, *rest, k=1, **kw):
    b = [a, rest]
    return b
xs = [[1], [2], [3]]
r = f(*xs)
print(r)
d = {"k": [5], "z": 6}
s = f(1, **d)
print(s)
print(*xs, sep="|")
t = f(0, *(1, 2), k=3, **{"q": 1})
class P:
    def __init__(self, x, y=0):
        self.x = x
        self.y = y
p = P(*[1, [2]])
q = P(**{"x": [7]})
print(p.y, q.x)

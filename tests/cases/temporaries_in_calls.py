class T:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
    def same(self):
        return self
    def next(self):
        return T(self.n + 1)
def ident(x):
    return x
def second(a, b):
    return b
def drop(*args, **kw):
    return len(args) + len(kw)
T(1)
print(T(2).n)
print(T(3).same().n)
T(4).next().next()
x = ident(T(5))
y = second(T(6), T(7))
print(drop(T(8), k=T(9)))
print([T(10), T(11)][0].n)
print((T(12), 1)[1])
z = T(13) and T(14)
w = T(15) or T(16)
x = y = None
if T(17).n > 3:
    print("yes")
del z, w

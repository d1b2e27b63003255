class T:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
def f(a, b):
    c = T(3)
    print("in f")
    return a
T(0)
x = f(T(1), T(2))
print("after")
y = [T(4), T(5)]
y[0] = None
y.clear()
z = {1: T(6)}
z[1] = T(7)
del x
T(8).n
print("end")

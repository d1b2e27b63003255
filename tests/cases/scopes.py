x = [1]
def f():
    x = [2]
    def g():
        nonlocal x
        x = [3]
        return x
    r = g()
    return r is x
print(f(), x)
def h(x):
    x = x + [1]
    return x
y = h(x)
print(x, y)
def k(x):
    x += [1]
    return x
z = k(x)
print(x, z is x)
class A:
    y = [1]
    z = [v for v in y]
    def m(self):
        return self.y
print(A().m(), A.z)
A.y = [5]
A.w = A.y
print(A().m() is A.w)

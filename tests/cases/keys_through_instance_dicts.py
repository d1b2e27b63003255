import sys
class Desc:
    def __set_name__(self, o, n): self.p = "_" + n
    def __get__(self, i, o): return i.__dict__[self.p]
    def __set__(self, i, v): i.__dict__[self.p] = v
class A:
    x = Desc()
    def __init__(self, x): self.x = x
key = vars(A)["x"].p
a = A(1)
b = A([2])
del b
print(sys.getrefcount(key))
del a
print(sys.getrefcount(key))
class A:
    pass
key = "_" + A.__name__
o = A()
o.__dict__[key] = [1]
o.__dict__.pop(key)
print(len(o.__dict__))

"""Module doc."""
def f():
    """Doc."""
    pass
def g():
    ...
class C:
    """Class doc."""
class D: pass
f()
g()
c = C()
d = D()
f.tag = [1]

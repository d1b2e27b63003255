# A string that only a constant tuple of the program has goes with the tuple, if no module has an equal one.
class C:
    __slots__ = ('left', '_x')
class D:
    other = ('aaa', '_y')
    q = 1
def f():
    other = ('bbb', '_z')
    return 1
f()
t = ('ccc', '_w')
class E:
    kind = 'k'
    __slots__ = ('ddd', 'd2')
    q = 1

class Tok:
    def __init__(self, v):
        self.v = v
    def __del__(self):
        print("drop", self.v)
def inner():
    t = Tok("inner")
    got = yield 1
    print("got", got)
    try:
        yield 2
    finally:
        print("inner done")
    return "result"
def outer():
    t = Tok("outer")
    r = yield from inner()
    print("r", r)
    yield r
g = outer()
print(next(g))
print(g.send("hello"))
print(next(g))
print(list(g))
g = outer()
next(g)
g.close()
g = outer()
next(g)
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("caught", e.args)
del g

# `throw` and `close` reach the innermost of generators that wait for each other.
class E(Exception):
    pass
def inner(held):
    try:
        yield [held]
        yield "second"
    except E as error:
        yield error.args
    finally:
        print("inner left")
    return "returned"
def outer(held):
    try:
        got = yield from inner(held)
        yield [got]
    except ValueError as error:
        yield "caught"
    finally:
        print("outer left")
g = outer([1])
a = next(g)
b = g.throw(E(a))
c = next(g)
g.close()
g = outer([2])
next(g)
d = g.throw(ValueError("v"))
del g
g = outer([3])
next(g)
g.throw(E("x"))
g.close()
h = outer([4])
h.close()

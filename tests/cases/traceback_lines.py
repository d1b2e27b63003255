import sys
def inner(x):
    y = [x]
    return y[
        x + 5
    ]
def outer():
    z = 1
    inner(
        z,
    )
def again():
    try:
        outer()
    finally:
        done = True
def reraise():
    try:
        again()
    except IndexError as e:
        kept = e
        raise
def chained():
    try:
        reraise()
    except IndexError as e:
        raise KeyError("k") from e
try:
    chained()
except KeyError as e:
    err = e
tb = err.__traceback__
while tb is not None:
    print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_frame.f_lineno)
    tb = tb.tb_next
tb = err.__cause__.__traceback__
while tb is not None:
    print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_frame.f_lineno)
    tb = tb.tb_next
class M:
    def __enter__(self):
        return self
    def __exit__(self, t, v, tb):
        print("exit", tb.tb_lineno, tb.tb_next is None)
        return True
with M() as m:
    x = 1
    int("q")
def g():
    try:
        yield 1
        yield 2
    except ValueError as e:
        print(e.__traceback__.tb_lineno, e.__traceback__.tb_next)
        yield 3
it = g()
next(it)
print(it.throw(ValueError("v")))
def deco(f):
    def w(*a):
        try:
            return f(*a)
        except Exception as e:
            return e.__traceback__.tb_next.tb_lineno
    return w
@deco
def bad(n):
    a = 1
    for i in [1, 2]:
        if i == n:
            raise ValueError(
                i
            )
print(bad(2))
def fact(n):
    if n == 0:
        raise RuntimeError
    return n * fact(n - 1)
try:
    fact(3)
except RuntimeError as e:
    tb, n = e.__traceback__, 0
    while tb:
        n += 1
        last = tb.tb_lineno
        tb = tb.tb_next
    print(n, last)
try:
    assert x == 2, (
        "no"
    )
except AssertionError as e:
    print(e.__traceback__.tb_lineno, e)

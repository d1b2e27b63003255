import sys
def f():
    try:
        return "try"
    finally:
        print("finally f")
def g():
    for i in range(3):
        try:
            if i == 1:
                continue
            print("body", i)
        finally:
            print("fin", i)
    else:
        print("else")
def h():
    try:
        raise KeyError("k")
    except KeyError as e:
        saved = e
    return saved
def k():
    try:
        yield 1
    except GeneratorExit:
        print("closed")
        raise
    finally:
        print("gen fin")
print(f())
g()
e = h()
print(type(e).__name__, e.args, e.__traceback__ is not None)
it = k()
next(it)
it.close()
class MyErr(Exception):
    def __init__(self, code, data):
        super().__init__(code)
        self.data = data
payload = [1, 2]
try:
    try:
        raise MyErr(5, payload)
    except MyErr as m:
        print(m, m.data is payload, m.args)
        raise RuntimeError("wrapped") from m
except RuntimeError as r:
    print(r, r.__cause__.data, r.__suppress_context__)
    err = r
print(err.__cause__.data is payload)
err = None
try:
    int("x")
except (ValueError, TypeError) as v:
    print(v)
try:
    [][1]
except IndexError as i:
    print(i)
try:
    {}["k"]
except KeyError as i:
    print(i, repr(i))
try:
    None.x
except AttributeError as i:
    print(i)
try:
    undefined
except NameError as i:
    print(i)
try:
    1 + "a"
except TypeError as i:
    print(i)
try:
    "a" + 1
except TypeError as i:
    print(i)
try:
    f(1)
except TypeError as i:
    print(i)
try:
    assert payload == [], "not empty"
except AssertionError as i:
    print(i)
try:
    for x in 5:
        pass
except TypeError as i:
    print(i)
try:
    a, b = [1, 2, 3]
except ValueError as i:
    print(i)
try:
    next(iter([]))
except StopIteration as i:
    print("stop", i.value)
try:
    (1, 2)[0] = 3
except TypeError as i:
    print(i)
try:
    {[]: 1}
except TypeError as i:
    print("unhashable")
try:
    [1, 2].remove(3)
except ValueError as i:
    print(i)
try:
    "abc".index("z")
except ValueError as i:
    print(i)
try:
    int("12", 40)
except ValueError as i:
    print("base")
try:
    [3, "a"].sort()
except TypeError as i:
    print(i)
try:
    max([])
except ValueError as i:
    print("empty")
try:
    payload.nothing()
except AttributeError as i:
    print(i)
def rec(n):
    return rec(n - 1) if n else "deep"
print(rec(50))
print(sys.exc_info()[0])

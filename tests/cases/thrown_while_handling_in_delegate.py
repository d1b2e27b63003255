"""What the inner generator handles becomes the context of what is thrown through the outer one."""


class T:
    def __init__(self, n, held=None):
        self.n = n
        self.held = held
    def __del__(self):
        print("del", self.n)
class E(Exception):
    pass
def g49(a):
    try:
        yield [a]
        yield T(53)
    except E as error:
        yield T(0, a)
    finally:
        print('inner')
    return 256
def h50(a):
    try:
        got = yield from g49(a)
        yield [got]
    except ValueError as error:
        yield T(53, 2)
    finally:
        print('outer')
o51 = h50(256)
next(o51, None)
try: v52 = o51.throw(E(T(55)))
except (E, StopIteration): pass
try: v56 = o51.throw(ValueError(T(57)))
except (ValueError, StopIteration): pass
o51 = 3

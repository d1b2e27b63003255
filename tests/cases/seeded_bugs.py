# What the bugs that a test plants in the simulation get wrong.
import weakref


class T:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


def two_locals():
    first = T(1)
    second = T(2)


def shared(x, seen=[]):
    seen.append(x)
    return len(seen)


def guarded():
    try:
        return 1
    finally:
        print("left")


def caller():
    held = T(3)
    return catch()


def catch():
    try:
        raise ValueError
    except ValueError as error:
        return error


two_locals()
print(shared(1), shared(2))
print(guarded())
saved = caller()
print("saved")
saved = None
t = T(4)
w = weakref.ref(t)
del t
print(w() is None)


def both(a, b):
    return None


both(T(5), T(6))

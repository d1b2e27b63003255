class Big:
    def __init__(self, tag):
        self.tag = tag

    def __del__(self):
        print("release", self.tag)


def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count

    def reset():
        nonlocal count
        count = 0

    return step, reset


step, reset = counter()
print(step(), step())
reset()
print(step())
print(step.__closure__[0] is reset.__closure__[0])
print(step.__closure__[0].cell_contents, step.__code__.co_freevars)

late = [lambda: i for i in range(3)]
print([f() for f in late])
early = [lambda i=i: i for i in range(3)]
print([f() for f in early])


def keep():
    big = Big("kept")
    small = 1

    def use():
        return big.tag

    def other():
        return small

    return use, other


use, other = keep()
print(use())
del use
print("use is gone")
print(other())


def recursive():
    big = Big("cyclic")

    def fact(n):
        return 1 if n < 2 else n * fact(n - 1)

    print(big.tag)
    return fact


f = recursive()
print(f(5))
del f
import gc
print(gc.collect() > 0)


def make_acc(start=[]):
    def add(x):
        start.append(x)
        return start
    return add


p, q = make_acc(), make_acc()
p(1)
print(q(2), p is q)


def cleared():
    x = Big("x")
    def read():
        return x.tag
    print(read())
    del x
    try:
        read()
    except NameError as e:
        print(type(e).__name__)


cleared()
cell = step.__closure__[0]
cell.cell_contents = 100
print(step())

# What a function's code object tells; all functions made by one `def` share it.
def make_counter(start=0, *, step=1):
    count = start

    def increment():
        nonlocal count
        count += step
        return count

    return increment


one = make_counter()
two = make_counter(10, step=5)
print(one(), two(), two())
print(one.__code__ is two.__code__, one is two)
print(one.__code__.co_freevars, one.__closure__[0].cell_contents)
code = make_counter.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_firstlineno)


def area(width, height, /, *sizes, unit="m", **rest):
    total = width * height
    return total


print(area.__code__.co_varnames, area.__code__.co_posonlyargcount)
print(area(2, 3), area.__defaults__, area.__kwdefaults__)


class Point:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x

    def show(self):
        return self.x


p = Point([1])
print(Point.x.__get__(p) is p.x)
bound = Point.show.__get__(p)
del p
print(bound())
bound = None

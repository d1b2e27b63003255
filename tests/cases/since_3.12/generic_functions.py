# Type parameters: the statement calls a function of its own, which has the annotations and makes the function.
def first[T](items: list[T]) -> T:
    return items[0]


numbers = [[1], [2]]
one = first(numbers)
del numbers
one.append(3)
parameters = first.__type_params__
n = len(parameters)
del parameters


def pair[A, B](a: A, b: B, *rest: A) -> tuple[A, B]:
    both = (a, b)
    return both


p = pair([1], {2})
del p


def plain[T](x, y=[1, 2]):
    y.append(x)
    return y


default = plain(5)
again = plain([6])
same = default is again
del plain
default.clear()


def outer(n):
    local = [n]

    def inner[T](x: T) -> T:
        local.append(x)
        return x

    inner([n])
    return inner


f = outer(7)
g = f([8])
del f


class Stack:
    def __init__(self):
        self.items = []

    def push[T](self, item: T) -> T:
        self.items.append(item)
        return item

    def map[T](self, convert):
        return [convert(i) for i in self.items]


stack = Stack()
top = stack.push([1])
strings = stack.map(len)
del stack


def arguments[*Ts, **P](*args, **kwargs):
    return args


args = arguments([1], [2], k=[3])
del args


def once(function):
    def call(*args):
        return function(*args)

    return call


@once
def decorated[T](x: T | None) -> list[T]:
    return [x]


d = decorated([9])


def numbers_of[T](items: list[T]):
    for item in items:
        yield item


lazy = numbers_of([[1], [2]])
item = next(lazy)
del lazy
del first

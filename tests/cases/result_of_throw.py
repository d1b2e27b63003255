"""What a coroutine returns travels alone up to 3.11: `StopIteration` is made where a frame sees it."""


class E(Exception):
    pass


class T:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


class Wait:
    def __init__(self, x):
        self.x = x

    def __await__(self):
        got = yield self.x
        return [got, self.x]


kept = ["kept"]


async def inner(a):
    held = T(1)
    return await Wait(held)


async def outer(a):
    try:
        return await inner(a)
    except E:
        return kept
    finally:
        print("left")


waiting = outer(7)
got = waiting.send(None)
try:
    waiting.throw(E(T(2)))
except StopIteration as stop:
    result = stop.value


def generate(n):
    try:
        yield n
    except E:
        pass
    return kept


numbers = generate(3)
next(numbers)
try:
    numbers.throw(E(T(3)))
except StopIteration as stop:
    result = stop.value
numbers = generate(4)
next(numbers)
try:
    raise E(T(4))
except E:
    try:
        numbers.throw(E(T(5)))
    except StopIteration as stop:
        result = stop.value

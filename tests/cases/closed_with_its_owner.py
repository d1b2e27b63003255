"""A coroutine that holds an instance is closed by the one that waits for it, its only owner."""


class T:
    def __init__(self, n, held=None):
        self.n = n
        self.held = held

    def __del__(self):
        print("del", self.n)


class Wait:
    def __init__(self, x):
        self.x = x

    def __await__(self):
        got = yield self.x
        return [got, self.x]


shared = T(0)


async def inner(a):
    held = T(1, a)
    return await Wait(held)


async def outer(a):
    try:
        return await inner(a)
    except ValueError:
        return []
    finally:
        print("left")


waiting = outer(shared)
got = waiting.send(None)
got = None
waiting.close()
waiting = outer(T(2))
waiting.send(None)
del waiting
last = 1

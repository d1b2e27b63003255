# Asynchronous generators: `async for` waits for each value, and the generator for what it awaits.
class Tick:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


async def count(n):
    big = [0] * n
    for i in range(n):
        yield [i]


async def ticking(n):
    for i in range(n):
        got = await Tick([i])
        yield (i, got)


async def use():
    total = []
    async for x in count(2):
        total.append(x)
    return total


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as e:
        return e.value


result = run(use())
del result


async def use_ticking():
    seen = []
    async for pair in ticking(2):
        seen.append(pair)
    else:
        seen.append([])
    return seen


c = use_ticking()
a = c.send(None)
b = c.send([10])
del a
try:
    c.send([20])
except StopIteration as e:
    seen = e.value
del b
del c
del seen


async def stops_early():
    g = count(5)
    async for x in g:
        break
    left = [x]
    del g
    return left


left = run(stops_early())


async def by_hand():
    g = count(2)
    first = await g.__anext__()
    second = await g.asend(None)
    try:
        await g.__anext__()
    except StopAsyncIteration:
        third = [first, second]
    return third


third = run(by_hand())
del third


g = count(3)
waiting = g.asend(None)
del waiting
del g


async def raises(n):
    try:
        yield [n]
        raise ValueError(n)
    finally:
        done = [n]


async def catches():
    out = []
    try:
        async for x in raises(1):
            out.append(x)
    except ValueError as e:
        out.append(str(e))
    return out


caught = run(catches())


async def echo():
    got = None
    while True:
        got = yield got


async def sends():
    g = echo()
    await g.asend(None)
    back = await g.asend([1, 2])
    return back


back = run(sends())

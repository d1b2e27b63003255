# `async for` and `async with`: what their objects answer is awaited.
class Count:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return [self.n]
class Door:
    def __init__(self, name, swallows):
        self.name = name
        self.swallows = swallows
    async def __aenter__(self):
        return [self.name]
    async def __aexit__(self, kind, error, trace):
        print("closed", self.name, kind is None)
        return self.swallows
async def walk(n):
    seen = []
    async for item in Count(n):
        seen.append(item)
        if len(seen) == 3:
            break
    else:
        seen.append("end")
    async with Door("a", False) as a, Door("b", True) as b:
        seen.append(b)
        raise KeyError(a)
    async with Door("c", False):
        return seen
def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
print(run(walk(2)))
kept = run(walk(5))
waiting = walk(1)
waiting.close()
async def breaks(n):
    async for item in Count(n):
        if len(item) == n:
            break
    return item
print(run(breaks(2)), run(breaks(1)))

# The variable of an inlined comprehension shares the place of a local of its name.
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
async def walk():
    async for k in Count(2):
        pass
    seen = [
        (k, 1)
        for k in [[1], [2]]
    ]
    return seen, k
coroutine = walk()
try:
    coroutine.send(None)
except StopIteration as stop:
    found = stop.value
def numbers():
    for k in range(2):
        yield [k for k in "ab"]
made = list(numbers())

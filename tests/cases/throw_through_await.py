# An exception thrown into a coroutine goes to what it awaits.
class Pause:
    def __init__(self, value):
        self.value = value
    def __await__(self):
        got = yield self.value
        return [got, self.value]
async def low(x):
    return await Pause(x)
async def high(x):
    try:
        return await low(x)
    except KeyError:
        return "caught"
    finally:
        print("left")
a = high([1])
first = a.send(None)
try:
    a.send("sent")
except StopIteration as stop:
    result = stop.value
b = high([2])
b.send(None)
try:
    b.throw(KeyError("k"))
except StopIteration as stop:
    caught = stop.value
c = high([3])
c.send(None)
c.close()

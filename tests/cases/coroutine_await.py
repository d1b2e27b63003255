# A coroutine is a suspended frame: what it returns comes out of `await`, or as StopIteration.


class Job:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("job gone", self.name)


async def load(name):
    job = Job(name)
    data = [name, len(name)]
    return data


async def both(names):
    first = await load(names[0])
    second = await load(names[1])
    return first + second


async def failing():
    local = [1, 2]
    raise ValueError("inside")


async def guarded():
    try:
        await failing()
    except ValueError as error:
        return str(error)


def drive(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


print(drive(load("one")))
result = drive(both(["a", "bc"]))
print(result)
print(drive(guarded()))
pending = both(["x", "y"])
copy = pending
print(pending is copy)
print(drive(pending))
del pending, copy
print("end")

# What a generator returns: the value of `yield from`, or of StopIteration.


def average():
    total, count = 0, 0
    while True:
        value = yield total
        if value is None:
            return [total, count]
        total += value
        count += 1


def report(results):
    while True:
        result = yield from average()
        results.append(result)


def flatten(rows):
    for row in rows:
        if isinstance(row, list):
            n = yield from flatten(row)
            print("inner had", n)
        else:
            yield row
    return len(rows)


a = average()
next(a)
a.send(3)
a.send(4)
try:
    a.send(None)
except StopIteration as stop:
    result = stop.value
    print(result)
results = []
r = report(results)
next(r)
for value in (1, 2, None, 5, None):
    r.send(value)
print(results)
print(list(flatten([1, [2, 3], [[4], 5]])))
f = flatten([7])
print(next(f))
try:
    next(f)
except StopIteration as stop:
    print("stopped", stop.value, stop.args)
print(next(f, "over"))

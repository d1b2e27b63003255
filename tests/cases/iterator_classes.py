# Iterators of the program: `__next__` ends by raising StopIteration.


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return [self.n]


class Pages:
    def __init__(self, pages):
        self.pages = pages

    def __iter__(self):
        return iter(self.pages)


class Walk:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        for item in self.items:
            yield item


for row in Countdown(3):
    print(row)
rows = list(Countdown(2))
first, second = Countdown(2)
print(rows, first, second)
it = iter(Countdown(1))
print(next(it))
try:
    next(it)
except StopIteration as stop:
    print("stop", stop.value)
print(next(it, "default"))
for page in Pages(["a", "b"]):
    print(page)
for number, item in enumerate(Walk("xy")):
    print(number, item)
pairs = list(zip(Countdown(2), Walk([1, 2])))
print(pairs)
print([n for (n,) in Countdown(2)])

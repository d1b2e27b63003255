class Countdown:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return CountdownIterator(self)

    def __reversed__(self):
        return iter(range(1, self.start + 1))

    def __len__(self):
        return self.start


class CountdownIterator:
    def __init__(self, owner):
        self.owner = owner
        self.current = owner.start

    def __iter__(self):
        return self

    def __next__(self):
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.current + 1

    def __del__(self):
        print("iterator gone")


c = Countdown(3)
print(list(c))
for x in c:
    for y in c:
        if y == 2:
            break
    print(x, y)
it = iter(c)
print(next(it), it.owner is c, list(it), list(it))
a, b, *rest = Countdown(5)
print(a, b, rest)
print(list(reversed(c)), max(c), sum(c), 2 in c)
print(dict(zip("abc", c)))
try:
    next(it)
except StopIteration as stop:
    print("exhausted", stop.value)
letters = iter("ab")
print(next(letters), next(letters), next(letters, None))
reader = iter([1, 2, 0, 3].pop, 0)
print(list(reader))
print([*map(str, c)], {*c}, [i for i, _ in enumerate(c)])
del it

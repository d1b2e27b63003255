# Iterating over a class with `__getitem__` alone, and what asks for its length on the way.
class Shelf:
    def __init__(self, *items):
        self.items = list(items)
    def __len__(self):
        return len(self.items)
    def __getitem__(self, i):
        return self.items[i]
    def __setitem__(self, i, value):
        self.items[i] = value
    def __delitem__(self, i):
        del self.items[i]
class Bare:
    def __getitem__(self, i):
        if i == 3:
            raise IndexError(i)
        return [i]
shelf = Shelf([1], "two", 3.5)
first, *rest = shelf
a, b, c = shelf
copied = list(shelf)
frozen = tuple(shelf)
it = iter(shelf)
left = list(it)
backwards = list(reversed(shelf))
found = "two" in shelf
for item in shelf:
    last = item
bare = list(Bare())
x, *y = Bare()
try:
    one, two = Bare()
except ValueError as error:
    print(error)
shelf[1:] = []
del shelf[0]
print(len(shelf), bool(shelf), bare, y)

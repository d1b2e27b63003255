class Shelf:
    def __init__(self, items=()):
        self.items = list(items)
    def __len__(self):
        return len(self.items)
    def __getitem__(self, i):
        return self.items[i]
    def __setitem__(self, i, v):
        self.items[i] = v
    def __delitem__(self, i):
        del self.items[i]
    def __contains__(self, x):
        return len([y for y in self.items if y is x]) > 0
    def __iter__(self):
        return iter(self.items)
    def __reversed__(self):
        return reversed(self.items)
    def __bool__(self):
        return len(self.items) > 1
class Tree:
    def __init__(self, value, *kids):
        self.value = value
        self.kids = kids
    def __iter__(self):
        yield self.value
        for kid in self.kids:
            for x in kid:
                yield x
book = ["b"]
s = Shelf([["a"], book, ["c"]])
print(len(s), s[1] is book, book in s, ["b"] in s)
s[0] = book
del s[2]
print(list(s), bool(s), [x for x in reversed(s)])
a, b = s
print(a is b)
t = Tree([1], Tree([2]), Tree([3], Tree([4])))
print(list(t), max(len(s), 3))
first, *rest = t
print(first, rest, [4] in list(t))

from itertools import chain, tee, islice, groupby, cycle, repeat, count, zip_longest, accumulate, product, starmap, takewhile, dropwhile, compress


class Item:
    def __init__(self, n):
        self.n = n

    def __repr__(self):
        return f"I{self.n}"

    def __del__(self):
        print("drop", self.n)


shared = list(repeat([], 3))
shared[0].append(1)
print(shared, shared[0] is shared[2])
a, b = tee(iter([Item(1), Item(2)]))
print(next(a), next(a))
print("a is ahead")
del a
print(next(b))
del b
print("tee gone")
flat = list(chain.from_iterable([[1, 2], [3]]))
print(flat, list(chain([0], flat)))
print(list(islice(count(5), 3)))
for key, group in groupby(["aa", "ab", "ba"], key=lambda s: s[0]):
    print(key, list(group))
rr = cycle([Item("x")])
print(next(rr) is next(rr))
del rr
print(list(zip_longest([1, 2], "a", fillvalue=None)))
print(list(accumulate([1, 2, 3], lambda x, y: x * y)))
print(list(product("ab", repeat=2))[1])
print(list(starmap(pow, [(2, 3), (3, 2)])))
print(list(takewhile(lambda v: v < 3, [1, 2, 5, 1])), list(dropwhile(lambda v: v < 3, [1, 2, 5, 1])))
print(list(compress("abcd", [1, 0, 1, 0])))
items = iter([1, 2, 3, 4])
pairs = list(zip(items, items))
print(pairs)
z = zip([1, 2, 3], [Item("z")])
for n, it in z:
    print(n, it)
del it, z
lazy = map(Item, range(2))
print("nothing made")
first = next(lazy)
print(first)
del lazy
first = None

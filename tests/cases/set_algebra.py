evens = {2, 4, 6, 8}
small = {1, 2, 3, 4}
both = evens & small
either = evens | small
only = evens - small
apart = evens ^ small
print(both, either, only, apart)
print(both <= evens, evens >= both, both < both, evens.isdisjoint({1, 3}))
alias = evens
evens |= {10, 12}
evens -= {2}
print(evens is alias, evens, len(evens))
alias.discard(99)
alias.remove(12)
evens &= {4, 6, 10}
evens ^= {4, 100}
print(evens)
frozen = frozenset([3, 1, 2])
bigger = frozen | {4}
print(frozen, bigger, type(bigger) is frozenset, frozen.copy() is frozen)
lookup = {frozen: "three", frozenset(): "none"}
print(lookup[frozenset([1, 2, 3])], lookup[frozenset()])
names = {"ann", "bob"}
names.update(["cy"], ("dan",))
print(sorted(names), "bob" in names, len(names & {"bob", "eve"}))
unique = sorted(set([3, 1, 3, 2, 1]))
print(unique, names.issuperset({"ann"}))
one = {42}
print(one.pop(), one)
squares = {n * n for n in range(6)}
copy = squares.copy()
copy.clear()
print(squares, copy)
union = set().union([1], (2,), {3})
print(union, union == {3, 2, 1})
for value in {30, 10, 20}:
    print(value)

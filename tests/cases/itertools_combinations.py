import itertools

items = [["a"], ["b"], ["c"]]
pairs = list(itertools.combinations(items, 2))
print(len(pairs), pairs[0], pairs[0][0] is items[0])
orders = itertools.permutations([1, 2, 3], 2)
for order in orders:
    print(order)
grid = list(itertools.product("ab", [0, 1]))
print(grid)
bits = [p for p in itertools.product([0, 1], repeat=2)]
print(bits, len(bits))
with_twins = list(itertools.combinations_with_replacement("xy", 2))
print(with_twins)
words = ["ant", "ape", "bee", "cow", "cat"]
for letter, group in itertools.groupby(words, key=lambda w: w[0]):
    members = list(group)
    print(letter, members)
left, right = itertools.tee([10, 20, 30])
print(next(left), next(left), list(right), list(left))

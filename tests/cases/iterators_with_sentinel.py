lines = iter(["a", "b", "", "c"])


def read():
    return next(lines)


got = list(iter(read, ""))
print(got, next(lines))
numbers = [3, 1, 2]
back = reversed(numbers)
print(next(back), list(back))
table = {"x": 1, "y": 2}
print(list(reversed(table)), list(reversed(table.items())))
pairs = zip(numbers, "abc")
first = next(pairs)
print(first, list(pairs), next(pairs, "end"))
indexed = enumerate(["p", "q"], start=1)
for number, letter in indexed:
    print(number, letter)
mapped = map(lambda a, b: a + b, [1, 2], [10, 20])
print(list(mapped), list(mapped))
kept = filter(None, [0, "x", [], [0]])
print(list(kept))
print(any(n > 2 for n in numbers), all([]), sum(n for n in numbers), max(numbers, key=lambda n: -n))
print(min([[2], [1]]), sorted(numbers, reverse=True), max("ab", "b", key=len))
both = [*numbers, *range(2)]
head, *middle, tail = both
print(both, head, middle, tail)
data = bytes([1, 2])
print(list(data), list(reversed((1, 2))), [c for c in "hi"], list(range(5, 0, -2)))

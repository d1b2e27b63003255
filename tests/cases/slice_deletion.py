xs = list(range(12))
del xs[2:5]
print(xs)
del xs[::3]
print(xs)
xs[1:1] = ["a", "b"]
xs[-2:] = []
print(xs)
xs[::2] = [0] * len(xs[::2])
print(xs)
xs[2:4] = (n for n in (7, 8, 9))
print(xs, xs[::-1], xs[-3:-1])
rows = [[1], [2], [3], [4]]
alias = rows
tail = rows[2:]
del rows[1:]
print(rows, tail, alias is rows)
rows[:] = tail
print(rows, rows is alias, rows[0] is tail[0])
rows += [[5]]
rows *= 2
print(rows, rows[0] is rows[3])
one = [1]
del one[0]
two = [1, 2]
del two[-1]
del two[0]
three = [1]
three.pop()
four = [1]
four.remove(1)
print(one, two, three, four)
text = "memory"
pair = (1, 2, 3)
print(text[1:4], text[::-1], text[:] is text, pair[:] is pair, pair[1:], range(10)[2:8:3])
numbers = [5, 2, 9]
numbers.sort(key=lambda n: -n)
numbers.reverse()
numbers.insert(1, 4)
print(numbers, numbers.index(9), numbers.count(4))

a, b = [1], [2]
a, b = b, a
print(a, b)
x, y, z = 1, [2], 3
x, y, z = z, x, y
print(x, y, z)
(p, q), r = (1, 2), [3]
first, *rest = [1, 2, 3, 4]
*init, last = "abc"
print(first, rest, init, last)
t = (1, [2])
one, two = t
two.append(3)
print(t)

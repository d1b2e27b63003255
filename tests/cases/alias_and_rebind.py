a = [1, 2, 3]
b = a
b += [4]
print(a, a is b)
a = a + [5]
print(a, b, a is b)
c = a[:]
c.append(6)
print(a, c, a == c)

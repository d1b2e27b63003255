def count(n):
    i = 0
    while i < n:
        got = yield i
        if got:
            i = got
        i += 1
g = count(10)
print(next(g), next(g))
print(g.send(5))
for x in g:
    print(x)
del g
ge = (x * 2 for x in [1, 2, 3])
print(next(ge))
print(list(ge))

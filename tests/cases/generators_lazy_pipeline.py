def read(n):
    for i in range(n):
        print("read", i)
        yield [i]
def double(rows):
    for r in rows:
        yield r * 2
def keep(rows, pred):
    return (r for r in rows if pred(r))
pipe = keep(double(read(4)), lambda r: r[0] % 2 == 0)
print(next(pipe))
rest = list(pipe)
print(rest, list(pipe))
g = (x for x in [1, 2, 3])
print(2 in g, list(g))
def gen():
    big = [0] * 100
    yield len(big)
    big = None
    yield "freed"
h = gen()
print(next(h), next(h))
h.close()
z = zip(iter([1, 2, 3]), iter([4, 5]))
print(list(z))
e = enumerate("ab")
print(next(e), list(e))
m = map(str, [1, 2])
print(next(m))
del m, pipe

class T:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
def pipeline(xs):
    t = T("pipe")
    for x in xs:
        yield T(x)
    print("exhausted")
g = pipeline([1, 2, 3])
a = next(g)
b = next(g)
a = None
for c in g:
    print(c.n)
print("loop done")
del b
def inf():
    n = 0
    while True:
        yield n
        n += 1
h = inf()
print([next(h) for _ in range(3)])
h.close()
k = pipeline([4])
next(k)
k = None
def sub():
    yield 1
    yield 2
print(sum(sub()), list(sub()), tuple(sub()), dict(enumerate(sub())))
x, y = sub()
print(any(v > 1 for v in sub()), all(sub()), max(sub()), sorted(sub(), reverse=True))

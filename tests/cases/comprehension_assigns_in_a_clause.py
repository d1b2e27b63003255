def f(x):
    return [x]
class M:
    def __init__(self, r): self.r = r
    def __matmul__(self, o):
        return M([sum(a * b for a, b in zip(x, c)) for x in [self.r] for c in [o.r]])
m = M([1, 2])
print((m @ m).r)
a = [1, 2, 3]
print([y for x in a for y in [f(x)]])
print([y for x in a for y in (f(x),) if x > 1])
print([(y, z)
       for x in a
       for y in [f(x)]
       for z in [y]
       if y[0] != 2])
print([y for x in a for y in [1]], [y for x in a for y in (1,)], [y for x in a for y in [-1]])
print({y for x in a for y in [x * 2] for z in range(2)})
print({k: v for x in a for k, v in [(x, f(x))]})
g = (y for x in a for y in [f(x)])
print(next(g), list(g))
print([y for x in a for y in [*f(x)]], [y for x in a for y in {x}])
print([y for x in a
       for y in [
           f(x)
       ]
       for w in y])
def h(n):
    return [q for i in range(n) for q in [i * 300] if q]
print(h(3))

words = ["a1", "bb", "ccc"]
lens = {w: len(w) for w in words}
flat = [c for w in words for c in w if c != "b"]
pairs = [(i, j) for i in range(2) for j in range(2)]
sets = {len(w) for w in words}
nested = [[x * y for x in range(3)] for y in range(2)]
total = sum(x * x for x in range(4))
print(lens, flat, pairs, total, nested)
def f():
    k = 10
    return [k + i for i in range(3)]
print(f())

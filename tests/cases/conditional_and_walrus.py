v = None
r = [1] if v is None else [2]
s = v or r
t = r and [3]
print(s is r, t, 1 < len(r) < 3, not r)
if (n := len(r)) > 0:
    print(n)
assert r, "empty"
assert n == 1
z = 1 < 2 > 3
print(z)

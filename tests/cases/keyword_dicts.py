e = "p q"
v = [1]
def kw(**k):
    return k
q = kw(**{"p q": v})
w = kw(**{"p q": v, "r s": v})
x = {"t u": v}
y = kw(**x)
z = kw(a=1, **x)
def two(a, *b, **k):
    return b
n = two(*[v], **x)

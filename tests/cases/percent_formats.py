class T:
    def __init__(self, name):
        self.name = name
    def __str__(self):
        return f"T {self.name}"
def first(x):
    return "head words %s" % (x,)
def second(x, y):
    text = "%s and %r" % (
        x,
        y)
    return text
def third(x):
    if x:
        a = "yes %s!" % (x,)
    else:
        a = "no"
    b = "end %s" % (a,)
    for i in range(2):
        c = "item %5s" % (i,)
        while i:
            d = "deep %s %s" % (i, c)
            break
    return b, c
def fourth(x):
    try:
        return "try %s" % (x,)
    finally:
        e = "last %s" % (x,)
t = T("a")
v1 = first(t)
v2 = second(t, [1])
v3 = third(3)
v4 = third("")
v5 = fourth(t)
v6 = "%s %s" % (T("b"), T("c"))
v7 = "m %s" % (v6,)
v8 = "m %d" % (3,)
if v7:
    v9 = "n %s" % (v7,)
v10 = ["x %s" % (z,) for z in "ab"]
v11 = (lambda q: "lam %s" % (q,))(1)
"only %s" % (t,)

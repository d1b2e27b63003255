a = "two words"
b = 2.5
c = 100000
d = b"some bytes"
e = (1, "two words")
f1 = "say %s and %s"
def one(x):
    "doc words"
    if x == "two words":
        return f"{x} tail words"
    return x in ("two words", "three more words")
def two(x, y="two words", *, z="kw words"):
    return "head words %s" % (x,)
def three(x):
    match x:
        case "two words":
            return 2.5
        case 100000:
            return b"some bytes"
        case {"key words": v}:
            return v
    return None
def four(x):
    return [y + " tail words" for y in x if y != "two words"]
class K:
    "class words"
    attr = "two words"
    pair = ("two words", 2.5)
    def m(self, x: "ann words" = 2.5) -> "ret words":
        assert x, "assert words"
        return dict(k="two words", w=2.5)
g = lambda x: "lambda words" if x else "two words"
h = " tail words"
i = "doc words"
j = "class words"
k = "kw words"
l = "head words "
m = "key words"
n = "lambda words"
o = "ann words"
p = "assert words"
q = "three more words"
r = "ret words"
s = one("two words")
t = two("x")
u = three(a)
v = four([a, "other words"])
w = K().m(1)
x = g(0)
y = "a" " implicit"
z = "two" + " words"
aa = -2.5
bb = 2 * 50000
cc = "ab cd " * 2
dd = ("x y",) + (1,)
ee = "two words" if a else "never words"

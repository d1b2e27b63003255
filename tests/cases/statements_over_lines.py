def f(x, y=1): return x
f(
  1,
  2,
)
t = f(1,
      y=2), f(
      2)
d = dict(
  a=1,
  b=2)
s = "%s %s" % (
  1,
  2)
q = (1,
     2), [3,
     4], {5,
     6}, {"a":
     1, "b":
     2}
w = 1 + (
  2 * 3)
for x in (1,
          2): pass
v = x in (1,
          2)
r = ("a"
     "b")
if (x == 1 and
    x == 2):
    pass
assert (x ==
        2)
e = [1,
     2][
     0]
z = 1

def f(a, b):
    return (a,
            b)
x = f(1,
      [2])
y = {
    1: x,
    2: [x,
        x],
}
if (x and
        y):
    z = [
        1
    ]
while (x
       and len(z) < 3):
    z.append(
        x
    )
s = ("a"
     "b")
t = f"""{
    len(z)
}"""
k = (lambda q:
     [q])(1)
for i, j in [
    (1, 2),
    (3, 4),
]:
    print(
        i,
        j,
    )
u = [z[0],
     z[1]][0]
print(x is
      u)
assert (z
        and u)
v = x if len(
    z) else y

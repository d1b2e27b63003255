config = {
    "a": [1,
          2],
    "b": (3,
          4),
}
def f(a,
      b=[
          1,
      ]):
    return [
        a,
        b,
    ]
r = f(
    config["a"],
    b=[
        2,
        3,
    ],
)
print(r,
      config)
x = (r[0]
     + r[1])
print(x)
y = [
    i
    for i in x
    if i > 1
]
print(y)

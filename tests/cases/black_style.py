r = (
 "a,b"
 .replace(
  ",",
  ";",
 )
 .upper()
 .split(
  ";"
 )
)
for index, (
  key,
  value,
) in enumerate(
  {1: 2, 3: 4}.items()
):
  if (
    index
    > 1
  ):
    break
c = {}
for word in (
  "a b a"
  .split()
):
  c[
    word
  ] = (
    c.get(
      word,
      0,
    )
    + 1
  )
def risky(
  n,
):
  try:
    if n > 1:
      raise ValueError(
        "big",
        n,
      )
    return [
      n,
      1 / n,
    ]
  except (
    ZeroDivisionError,
    ValueError,
  ) as error:
    return (
      type(error).__name__,
      error.args,
    )
  finally:
    print(
      "done",
      n,
    )
risky(0)
risky(1)
risky(2)
pairs = {
  key: [
    item
    for item in value
  ]
  for key, value in {
    "x": [1],
    "y": [2, 3],
  }.items()
}
def f(n):
  return n
x = [1]
while (
  x
  and x[-1]
):
  x.pop()
y = not (
  x
  is None
)
text = (
  f"{x}"
  f" and {y!r:>4}"
  " tail"
)
c = {"a": 1, "b": 2}
c[
  "a"
] += (
  5
)
del (
  c["b"],
)
assert (
  c
), (
  "no"
)
b = max(
  [(1, 2)],
  key=lambda p: p[
    1
  ],
)
print(
  "end"
  if not
  c
  else [
    v
    for v in c
  ]
)

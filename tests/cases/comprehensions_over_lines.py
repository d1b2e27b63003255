def p(*a, **k): return a
a = [1, 2]
p([(y, 0)
   for y in a], 1)
p(1, [y
   for y in a
   if y > 1], 1,
  2)
x = [[y
      for y in a], a
]
q = {y: [z
         for z in a]
     for y in a}
def f(xs):
    t = 0
    for x in [y
              for y in xs]: t += x
    s = {v
         for v in xs
         for w in [v]
        }; t += 1
    return [v
            for v in xs], t
print(f(a), x, q)
for i in p(1, 2): b = [i
                       for _ in a]; c = 1
def g(xs):
    yield from [x
                for x in xs]
    yield [x for x in
           xs]
print(list(g([3])))
def p(x, n): pass
p([(y, 0)
       for y in a], 1)
p([y
       for y in a], 1)
p([[y]
       for y in a],
  1)

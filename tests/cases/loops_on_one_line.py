a = [1, 2, 3]
while a: a = a[1:]
b = 5
while b: b -= 1
def f(x): return x[1:]
c = [1, 2]
while c: c = f(c)
while not c: c = [1]; break

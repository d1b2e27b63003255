def f():
    try:
        raise ValueError
    except Exception:
        v4, v5 = 'two words', 'two words'
        return v4
    else:
        [v6, *v7] = ('two words', [])
    return 3
x = f()
x = 'c d'
y = 'e f'
z = 'g h'
w = 'i j'
v = 'k l'
def ff(n):
    return n
    return 'c d'
def g(n):
    if 0:
        return 'e f'
    return n
def h(n):
    while True:
        n += 1
        if n > 3:
            return n
    return 'g h'
def i(n):
    raise ValueError(n)
    k = 'i j'
    return k
def j(n):
    for a in n:
        continue
        b = 'k l'
    return 'm n'
def k(n):
    if n:
        raise ValueError
    else:
        return 'o p'
    return 'q r'
u = 'm n'
t = 'o p'
s = 'q r'
r = ff(1)

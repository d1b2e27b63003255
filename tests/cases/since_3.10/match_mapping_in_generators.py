def a(x):
    match x:
        case {'k': m1}:
            y = 1
    yield 1
def b(x):
    match x:
        case {'k': m1, **m2}:
            y = 1
    yield 1
def c(x):
    match x:
        case {'k': 1}:
            y = 1
    yield 1
def d(x):
    match x:
        case {'k': _, **m2}:
            y = 1
    yield 1
def e(x):
    match x:
        case {'k': 1, **m2}:
            y = 1
    yield 1
def f(x):
    match x:
        case {**m2}:
            y = 1
    yield 1
ga = a(1)
gb = b(1)
gc = c(1)
gd = d(1)
ge = e(1)
gf = f(1)

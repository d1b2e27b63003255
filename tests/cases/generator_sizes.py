def a(a):
    try:
        raise LookupError
    finally:
        v25 = tuple([k26] for k26 in [3, 1])
    yield a
def b(a):
    v25 = tuple([k26] for k26 in [3, 1])
    yield a
def c(a):
    for k27 in [T(-3)]:
        v28 = a
    yield a
def d(a):
    v29 = '%d %s %05d' % (139, 'a', 139)
    yield a
def e(a):
    try:
        raise LookupError
    except LookupError as e22:
        pass
    except Exception as e23:
        print(repr(e23.__context__) == 'None')
    yield a
def f(a):
    try:
        raise LookupError
    finally:
        v25 = x(a)
    yield a
def g(a):
    try:
        raise LookupError
    finally:
        v25 = [k26 for k26 in [3, 1]]
    yield a
def h(a):
    try:
        raise LookupError
    except LookupError as e22:
        v24 = set([1])
    yield a
ga = a(1)
gb = b(1)
gc = c(1)
gd = d(1)
ge = e(1)
gf = f(1)
gg = g(1)
gh = h(1)
def a(a):
    v25 = tuple([k26] for k26 in [3, 1])
    yield 1
def b(a):
    v25 = tuple([k26] for k26 in a)
    yield 1
def c(a):
    v25 = ([k26] for k26 in [3, 1])
    yield 1
def d(a):
    v25 = ([k26] for k26 in a)
    yield 1
def e(a):
    v25 = tuple([k26] for k26 in [a, a, 4])
    yield 1
def f(a):
    v25 = tuple([k26] for k26 in (3, 1))
    yield 1
def g(a):
    v25 = [k26 for k26 in (3, 1)]
    yield 1
def h(a):
    v25 = [k26 for k26 in a]
    yield 1
ka = a(1)
kb = b(1)
kc = c(1)
kd = d(1)
ke = e(1)
kf = f(1)
kg = g(1)
kh = h(1)

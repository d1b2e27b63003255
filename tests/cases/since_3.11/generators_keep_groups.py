def g1(a):
    try:
        {}["k"]
    except Exception as e:
        kept = e
    yield a
def g2(a):
    try:
        {}["k"]
    except* KeyError as e:
        kept = e
    yield a
def g3(a):
    try:
        {}["k"]
    except* KeyError as e:
        kept = e.split(ValueError)
    yield a
def g4(a):
    try:
        {}["k"]
    except* KeyError as e:
        kept = e.split(KeyError)
    yield a
v = g1([])
w = next(v)
v = None
print(1)
v = g2([])
w = next(v)
v = None
print(1)
v = g3([])
w = next(v)
v = None
print(1)
v = g4([])
w = next(v)
v = None
print(1)

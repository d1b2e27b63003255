class A:
    def __enter__(self): return self
    def __exit__(self, *a): return True
def f():
    try:
        x = 1
    finally:
        with A() as a, A() as b:
            y = 2
        pass
f()
try:
    z = 1
finally:
    with A() as a:
        y = 2
    pass
try:
    z = 1
finally:
    with A() as a, A() as b:
        y = 2
    pass
print(1)
for x in [1]:
    with A() as a, A() as b:
        raise ValueError
    pass
v = []
try:
    raise LookupError
except Exception as e:
    w = [1]
else:
    if (u := v): pass
finally:
    t = f"{257=}"
try:
    raise LookupError
except Exception as e:
    w = [2]
finally:
    for k in range(2):
        t = []
        if k == 1: break
    else:
        pass
t = w = None

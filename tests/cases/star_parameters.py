def f(*args, **kw):
    print(args, kw)
    return args
t = f(1, 2, a=3)
u = f()
print(t, u)

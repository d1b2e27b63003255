import weakref
class R:
    pass
def bye(n):
    x = [n]
    print("bye", x)
r = R()
f = weakref.finalize(r, bye, "r")
del r
r = R()
f = weakref.finalize(r, bye, "q")
f()
print(f.alive)
r = R()
f = weakref.finalize(r, bye, [1])
r = None
y = 1

import sys
class Thing:
    pass
x = Thing()
print(sys.getrefcount(x))
y = x
print(sys.getrefcount(x))
box = [x, x]
print(sys.getrefcount(x))
box.pop()
print(sys.getrefcount(x))
def show(o):
    return sys.getrefcount(o)
print(show(x) > sys.getrefcount(x))
d = {"k": x}
print(sys.getrefcount(x))
del y
d.clear()
box[0] = None
print(sys.getrefcount(x))
def keep(o, store=[]):
    store.append(o)
keep(x)
print(sys.getrefcount(x))
t = (x,)
del t
print(sys.getrefcount(x))

import weakref
class T:
    pass
t = T()
r = weakref.ref(t)
print(r() is t)
u = t
del t
print(r() is None)
del u
print(r())

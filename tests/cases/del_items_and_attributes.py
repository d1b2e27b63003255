a = [1, 2, 3, 4, 5]
del a[0]
del a[1:3]
print(a)
d = {"x": [1], "y": [2]}
del d["x"]
print(d)
class O:
    pass
o = O()
o.v = [1]
o.w = o.v
del o.v
print(o.w)
del o, d

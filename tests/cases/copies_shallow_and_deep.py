import copy
class Box:
    def __init__(self):
        self.items = [1]
orig = [[1, 2], {"k": [3]}, (4, [5])]
shallow = orig[:]
s2 = copy.copy(orig)
deep = copy.deepcopy(orig)
orig[0].append(9)
print(shallow, deep)
print(shallow[1] is orig[1], deep[1] is orig[1], deep[2] is orig[2])
t = (1, "a", (2,))
print(copy.deepcopy(t) is t)
d = dict(zip(["a", "b"], [[1], [2]]))
e = dict([("x", 1)])
f = dict(d, c=3)
g = {**d, "z": 0}
h = [*orig[0], *"ab"]
print(d, e, f, g, h)

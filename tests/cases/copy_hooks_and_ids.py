import copy
class Config:
    def __init__(self, name, opts):
        self.name = name
        self.opts = opts
        self.parent = None
    def __copy__(self):
        print("copying", self.name)
        new = type(self)(self.name, self.opts)
        return new
    def __deepcopy__(self, memo):
        new = Config(self.name + "*", copy.deepcopy(self.opts, memo))
        memo[id(self)] = new
        return new
a = Config("a", {"x": [1, 2]})
b = copy.copy(a)
print(b.opts is a.opts)
c = copy.deepcopy(a)
print(c.opts is a.opts, c.opts["x"] is a.opts["x"], c.name)
lst = [[0]] * 2
d = copy.deepcopy(lst)
print(d[0] is d[1], d[0] is lst[0])
loop = [1]
loop.append(loop)
e = copy.deepcopy(loop)
print(e[1] is e, e is loop)
t = (1, "a")
print(copy.copy(t) is t, copy.deepcopy(t) is t)
u = ([],)
print(copy.copy(u) is u, copy.deepcopy(u) is u)
loop.clear()
e.clear()

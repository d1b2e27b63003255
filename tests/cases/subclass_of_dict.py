class Defaults(dict):
    def __missing__(self, key):
        self[key] = [key]
        return self[key]
class Upper(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)
    def __getitem__(self, key):
        return super().__getitem__(key.upper())
d = Defaults()
d["a"].append(1)
print(d, "b" in d, d.get("b"))
print(d["b"], len(d))
u = Upper()
u["one"] = [1]
print(u["ONE"], list(u), u.get("one"))
u.owner = d
for k, v in d.items():
    print(k, v)
print(isinstance(d, dict), d == {"a": ["a", 1], "b": ["b"]})
class Attrs(dict):
    def __getattr__(self, name):
        return self[name]
    def __setattr__(self, name, value):
        self[name] = value
a = Attrs(x=[1])
a.y = [2]
print(a.x, a, a.y is a["y"])
del d
print(u.owner)
del a["x"]

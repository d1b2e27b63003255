class Recorder:
    def __init__(self):
        self.seen = []
    def __getattr__(self, name):
        self.seen.append(name)
        return name.upper()
class Guarded:
    def __init__(self):
        object.__setattr__(self, "log", [])
        self.x = [1]
    def __setattr__(self, name, value):
        self.log.append(name)
        super().__setattr__(name, value)
    def __delattr__(self, name):
        self.log.append("del " + name)
        object.__delattr__(self, name)
class Proxy:
    def __init__(self, target):
        self._target = target
    def __getattr__(self, name):
        return getattr(self._target, name)
class Watch:
    def __init__(self):
        self.n = 0
        self.value = [3]
    def __getattribute__(self, name):
        if name == "value":
            return ["hidden"]
        return object.__getattribute__(self, name)
r = Recorder()
print(r.alpha, r.seen, r.beta)
g = Guarded()
g.x = [2]
g.y = 5
del g.y
print(g.log, g.x)
items = [1]
p = Proxy(items)
p.append(2)
print(items, p.count(1))
w = Watch()
print(w.value, w.n)
print(getattr(g, "x"), getattr(g, "nope", "default"), hasattr(g, "log"))
setattr(g, "dyn", items)
print(g.dyn is items, g.log)

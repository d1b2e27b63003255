class Tracked:
    alive = []
    def __init__(self, name):
        self.name = name
        self.child = None
    def __del__(self):
        print("del", self.name)
class Phoenix(Tracked):
    saved = []
    def __del__(self):
        print("saved", self.name)
        self.saved.append(self)
class Owner:
    def __init__(self, *names):
        self.parts = [Tracked(n) for n in names]
    def replace(self, i, name):
        self.parts[i] = Tracked(name)
a = Tracked("a")
a.child = Tracked("b")
a.child = Tracked("c")
a.child = None
a = Tracked("d")
p = Phoenix("p")
p = None
print(len(Phoenix.saved))
back = Phoenix.saved.pop()
print(back.name)
del back
print("gone")
o = Owner("x", "y")
o.replace(0, "z")
o.parts.clear()
class Sub(Tracked):
    def __del__(self):
        super().__del__()
        print("sub")
s = Sub("s")
s.child = Tracked("inner")
del s
def scope():
    t = Tracked("t")
    u = Tracked("u")
    u.child = t
    return u
kept = scope()
kept.child.name = "renamed"
del kept
Tracked("temp")
print("end")

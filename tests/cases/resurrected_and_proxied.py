class Zombie:
    saved = []
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("dying", self.name)
        Zombie.saved.append(self)
z = Zombie("bob")
del z
print(len(Zombie.saved), Zombie.saved[0].name)
Zombie.saved.clear()
print("really gone")
class Noisy:
    def __del__(self):
        raise RuntimeError("in del")
class Parent:
    def __init__(self):
        self.child = Child(self)
    def __del__(self): print("parent")
class Child:
    def __init__(self, p):
        import weakref
        self.p = weakref.proxy(p)
        self.name = "kid"
    def __del__(self): print("child", self.name)
p = Parent()
print(p.child.p.child is p.child)
p = None
print("end")
x = [Zombie(i) for i in range(2)]
x = x[1:]
print([z.name for z in Zombie.saved])

import weakref
class Node:
    def __init__(self, name, parent=None):
        self.name = name
        self.children = []
        self._parent = weakref.ref(parent) if parent is not None else None
        if parent is not None:
            parent.children.append(self)
    @property
    def parent(self):
        return self._parent() if self._parent is not None else None
    def path(self):
        p = self.parent
        return (p.path() if p else "") + "/" + self.name
    def __del__(self):
        print("del", self.name)
root = Node("root")
a = Node("a", root)
b = Node("b", a)
print(b.path())
del root
print(a.parent, a.path())
leaf = a.children[0]
print(leaf is b)
a = None
print(b.parent)
b = leaf = None

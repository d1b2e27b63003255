import weakref


class Node:
    def __init__(self, name):
        self.name = name
        self.children = []
        self.parent = None

    def add(self, child):
        child.parent = weakref.ref(self)
        self.children.append(child)
        return child

    def __del__(self):
        print("freed", self.name)


root = Node("root")
leaf = root.add(Node("leaf"))
print(leaf.parent().name, leaf.parent() is root)
kept = leaf.parent
del root
print(leaf.parent(), kept is leaf.parent)
leaf.parent = None
del leaf
other = Node("other")
again = weakref.ref(other)
same = weakref.ref(other)
print(again is same, weakref.getweakrefcount(other))
watcher = weakref.ref(other, lambda ref: print("gone", ref() is None))
print(weakref.getweakrefcount(other), watcher is same)
alias = other
del other
print(again() is alias)
del alias
print(again(), watcher())

import weakref
class Node:
    def __init__(self, name):
        self.name = name
meta = weakref.WeakKeyDictionary()
n1 = Node("a")
n2 = Node("b")
meta[n1] = {"color": "red"}
meta[n2] = {"color": "blue"}
print(len(meta))
print(meta[n1]["color"])
for k in meta.keys():
    print(k.name)
del k
del n1
print(len(meta))
seen = weakref.WeakSet()
seen.add(n2)
n3 = Node("c")
seen.add(n3)
print(len(seen), n3 in seen)
del n3
print(len(seen))
print([n.name for n in seen])
n2 = None
print(len(seen), len(meta))

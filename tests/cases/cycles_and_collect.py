import gc
class Node:
    def __init__(self, name):
        self.name = name
        self.peer = None
    def __del__(self):
        print("del", self.name)
a = Node("A")
b = Node("B")
a.peer = b
b.peer = a
del a
del b
print("before")
gc.collect()
print("after")
l = []
l.append(l)
del l
gc.collect()

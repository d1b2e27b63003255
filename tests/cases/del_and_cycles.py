import gc

gc.disable()


class Node:
    alive = 0

    def __init__(self, name):
        self.name = name
        self.links = []
        Node.alive += 1

    def link(self, other):
        self.links.append(other)
        return other

    def __del__(self):
        Node.alive -= 1
        print("bye", self.name)


a = Node("a")
a.link(Node("b")).link(Node("c"))
print(Node.alive)
a = None
print("chain gone", Node.alive)

x = Node("x")
x.link(x)
x = None
print("self loop", Node.alive)
print(gc.collect())
print(Node.alive)

p, q, r = Node("p"), Node("q"), Node("r")
p.link(q)
q.link(r)
r.link(p)
r.link(Node("tail"))
del p, q
print(Node.alive)
r.links.clear()
print("cut", Node.alive)
del r
print("end", Node.alive)

keep = Node("keep")
ring = Node("ring")
ring.link(ring)
ring.link(keep)
del ring
found = gc.collect()
print(found > 0, Node.alive, keep.name)
gc.enable()
print(gc.isenabled())

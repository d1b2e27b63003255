import copy
class Node:
    def __init__(self, nxt=None):
        self.next = nxt
    def __deepcopy__(self, memo):
        new = memo[id(self)] = Node()
        new.next = copy.deepcopy(self.next, memo)
        return new
head = Node()
head.next = head
h2 = copy.deepcopy(head)
print(h2.next is h2)
import copy
class Leaf_memo2:
    pass
class Node_memo2:
    def __init__(self, leaf):
        self.leaf = leaf
    def __deepcopy__(self, memo):
        memo[id(self.leaf)] = self.leaf
        new = Node_memo2(copy.deepcopy(self.leaf, memo))
        return new
leaf = Leaf_memo2()
a = Node_memo2(leaf)
b = copy.deepcopy(a)
print(b.leaf is leaf)
import copy
class N_self:
    def __deepcopy__(self, memo):
        print("hook")
        return self
a = N_self()
copy.deepcopy([a, a])
import copy
class Par:
    def __init__(self): self.kids = []
class Kid:
    def __init__(self, par):
        self.par = par
        par.kids.append(self)
    def __deepcopy__(self, memo):
        new = Kid.__new__(Kid)
        memo[id(self)] = new
        new.par = copy.deepcopy(self.par, memo)
        return new
p = Par()
k = Kid(p)
q = copy.deepcopy(p)
print(q.kids[0].par is q)
k2 = copy.deepcopy(k)
print(k2.par.kids[0] is k2)

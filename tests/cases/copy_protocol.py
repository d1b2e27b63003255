import copy
class Node:
    def __init__(self, value, items):
        self.value = value
        self.items = items
class Custom:
    def __init__(self, data):
        self.data = data
    def __copy__(self):
        return Custom(self.data)
    def __deepcopy__(self, memo):
        return Custom(copy.deepcopy(self.data, memo))
n = Node(1, [[1], [2]])
s = copy.copy(n)
d = copy.deepcopy(n)
print(s.items is n.items, d.items is n.items, d.items == n.items)
s.value = 5
d.items[0].append(9)
print(n.value, n.items, d.items)
c = Custom([1, [2]])
c1 = copy.copy(c)
c2 = copy.deepcopy(c)
print(c1.data is c.data, c2.data is c.data, c2.data)
both = [n, n]
twice = copy.deepcopy(both)
print(twice[0] is twice[1], twice[0] is n)
del n
print(s.items)

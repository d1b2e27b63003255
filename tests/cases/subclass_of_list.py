class Stack(list):
    def push(self, x):
        self.append(x)
        return self
    def peek(self):
        return self[-1]
class Counted(list):
    def __init__(self, *items):
        super().__init__(items)
        self.calls = 0
    def append(self, x):
        self.calls += 1
        super().append(x)
s = Stack()
s.push([1]).push([2])
print(s, len(s), s.peek())
top = s.pop()
print(top, s == [[1]], isinstance(s, list))
s.name = "stack"
t = Stack([1, 2, 3])
copy = t[:]
print(type(copy) is list, t + [4], [x * 2 for x in t])
c = Counted(5, 6)
c.append(7)
print(c, c.calls, sum(c))
del c[0]
c[0] = 10
print(c, 7 in c, c.index(7), bool(Stack()))
for item in c:
    print(item)
alias = s
s += [[9]]
print(alias is s, alias)
del s, alias

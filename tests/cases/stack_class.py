class Stack:
    def __init__(self):
        self._items = []
    def push(self, x):
        self._items.append(x)
    def pop(self):
        return self._items.pop()
    def __len__(self):
        return len(self._items)
s = Stack()
s.push([1])
s.push([2])
top = s.pop()
print(top, len(s))
del top
if s:
    print("not empty")

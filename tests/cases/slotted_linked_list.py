class Node:
    __slots__ = ("value", "next")
    def __init__(self, value, next=None):
        self.value = value
        self.next = next
class LinkedList:
    def __init__(self, *values):
        self.head = None
        self._size = 0
        for v in values[::-1]:
            self.push(v)
    def push(self, value):
        self.head = Node(value, self.head)
        self._size += 1
    def pop(self):
        node = self.head
        self.head = node.next
        self._size -= 1
        return node.value
    def __len__(self):
        return self._size
    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next
    def __contains__(self, x):
        for v in self:
            if v == x:
                return True
        return False
    def __getitem__(self, i):
        node = self.head
        for _ in range(i):
            node = node.next
        return node.value
    def __bool__(self):
        return self.head is not None
    @property
    def size(self):
        return len(self)
xs = LinkedList([1], [2], [3])
print(list(xs), len(xs), xs.size, xs[1])
first = xs.pop()
print(first, [2] in xs, bool(xs))
for x in xs:
    print(x)
second = xs.head
xs.head = None
print(bool(xs), second.value, second.next.value)
del second

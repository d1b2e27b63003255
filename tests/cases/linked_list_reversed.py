class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next

    def __del__(self):
        print("free", self.value)


class LinkedList:
    def __init__(self, values=()):
        self.head = None
        self.size = 0
        for value in reversed(values):
            self.push(value)

    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1

    def pop(self):
        node = self.head
        self.head = node.next
        self.size -= 1
        return node.value

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def reverse(self):
        prev, node = None, self.head
        while node is not None:
            node.next, prev, node = prev, node, node.next
        self.head = prev

    def remove(self, value):
        prev = None
        current = self.head
        while current:
            if current.value == value:
                if prev is None:
                    self.head = current.next
                else:
                    prev.next = current.next
                self.size -= 1
                return True
            prev, current = current, current.next
        return False


ll = LinkedList([1, 2, 3, 4, 5])
print(list(ll), ll.pop())
ll.reverse()
print(*ll, sep="->")
print(ll.remove(3), ll.remove(42), ll.size)
it = iter(ll)
next(it)
ll.head = None
print("list cut")
print(list(it))
del it

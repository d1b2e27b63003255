class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next
    def __del__(self):
        print("free", self.value)
head = None
for i in range(3):
    head = Node(i, head)
n = head
while n is not None:
    print(n.value)
    n = n.next
head = head.next
del head

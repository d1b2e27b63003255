import weakref
import gc

gc.disable()


class TreeNode:
    def __init__(self, value, parent=None):
        self.value = value
        self._parent = weakref.ref(parent) if parent is not None else None
        self.children = []
        if parent is not None:
            parent.children.append(self)

    @property
    def parent(self):
        return self._parent() if self._parent is not None else None

    def walk(self):
        yield self.value
        for child in self.children:
            yield from child.walk()

    def __del__(self):
        print("del", self.value)


root = TreeNode("root")
left = TreeNode("left", root)
TreeNode("leaf", left)
TreeNode("right", root)
print(list(root.walk()))
print(left.parent is root, left.parent.value)
del root
print("root gone", left.parent)
del left


class DNode:
    def __init__(self, v):
        self.v = v
        self.prev = self.next = None

    def __del__(self):
        print("dn", self.v)


class DList:
    def __init__(self):
        self.head = self.tail = None

    def push(self, v):
        node = DNode(v)
        if self.tail is None:
            self.head = self.tail = node
        else:
            node.prev = self.tail
            self.tail.next = node
            self.tail = node
        return self

    def __iter__(self):
        node = self.head
        while node:
            yield node.v
            node = node.next

    def pop(self):
        node = self.tail
        self.tail = node.prev
        if self.tail:
            self.tail.next = None
        else:
            self.head = None
        node.prev = None
        return node.v


dl = DList().push(1).push(2).push(3)
print(list(dl), sum(dl))
print(dl.pop())
print("popped", list(dl))
del dl
print("unreachable, not freed")
print(gc.collect() >= 2)
graph = {}
for a, b in [("a", "b"), ("b", "c"), ("a", "c")]:
    graph.setdefault(a, set()).add(b)
    graph.setdefault(b, set())
print({k: sorted(v) for k, v in graph.items()})


def bfs(start):
    seen = {start}
    queue = [start]
    while queue:
        cur = queue.pop(0)
        for nxt in sorted(graph[cur]):
            if nxt not in seen:
                seen.add(nxt)
                queue.append(nxt)
    return sorted(seen)


print(bfs("a"), bfs("c"))

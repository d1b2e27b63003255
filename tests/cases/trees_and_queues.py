class Tree:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right
    def insert(self, v):
        side = "left" if v < self.value else "right"
        node = getattr(self, side)
        if node is None:
            setattr(self, side, Tree(v))
        else:
            node.insert(v)
        return self
    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right
    def depth(self):
        return 1 + max(self.left.depth() if self.left else 0, self.right.depth() if self.right else 0)
root = Tree(5)
for v in (3, 8, 1, 4, 9):
    root.insert(v)
print(list(root), root.depth(), sum(root), 4 in root, max(root))
class LinkedList:
    class Node:
        __slots__ = ("v", "next")
        def __init__(self, v, nxt=None):
            self.v, self.next = v, nxt
    def __init__(self, items=()):
        self.head = None
        for i in reversed(list(items)):
            self.head = self.Node(i, self.head)
    def __iter__(self):
        n = self.head
        while n:
            yield n.v
            n = n.next
    def reverse(self):
        prev, cur = None, self.head
        while cur:
            cur.next, prev, cur = prev, cur, cur.next
        self.head = prev
        return self
    def pop(self):
        n = self.head
        self.head = n.next
        return n.v
l = LinkedList("abc")
print(list(l), list(l.reverse()), l.pop(), list(l))
class Graph:
    def __init__(self):
        self.adj = {}
    def edge(self, a, b):
        self.adj.setdefault(a, set()).add(b)
        self.adj.setdefault(b, set()).add(a)
    def bfs(self, start):
        seen, todo = [start], [start]
        while todo:
            for n in sorted(self.adj[todo.pop(0)]):
                if n not in seen:
                    seen.append(n)
                    todo.append(n)
        return seen
g = Graph()
for e in ("ab", "bc", "cd", "ad"):
    g.edge(*e)
print(g.bfs("a"), g.adj["a"] == {"b", "d"})
class LRU:
    def __init__(self, cap):
        self.cap, self.data = cap, {}
    def get(self, k):
        if k not in self.data:
            return None
        v = self.data.pop(k)
        self.data[k] = v
        return v
    def put(self, k, v):
        self.data.pop(k, None)
        self.data[k] = v
        if len(self.data) > self.cap:
            oldest = next(iter(self.data))
            del self.data[oldest]
c = LRU(2)
c.put("a", [1]); c.put("b", [2]); c.get("a"); c.put("c", [3])
print(list(c.data), c.get("b"), c.get("a"))
class Undo:
    def __init__(self):
        self.stack, self.doc = [], []
    def do(self, x):
        self.stack.append(self.doc[:])
        self.doc.append(x)
    def undo(self):
        self.doc = self.stack.pop()
u = Undo()
u.do(1); u.do(2)
u.undo()
print(u.doc, u.stack)
class Vec:
    def __init__(self, *xs):
        self.xs = list(xs)
    def __add__(self, o):
        return Vec(*(a + b for a, b in zip(self.xs, o.xs)))
    def __iadd__(self, o):
        self.xs = [a + b for a, b in zip(self.xs, o.xs)]
        return self
    def __mul__(self, k):
        return Vec(*[x * k for x in self.xs])
    __rmul__ = __mul__
    def __neg__(self):
        return self * -1
    def __repr__(self):
        return f"Vec{tuple(self.xs)}"
    def __lt__(self, o):
        return sum(self.xs) < sum(o.xs)
    def __abs__(self):
        return sum(x * x for x in self.xs) ** 0.5
    def __getattr__(self, n):
        if n in "xyz":
            return self.xs["xyz".index(n)]
        raise AttributeError(n)
v, w = Vec(1, 2), Vec(3, 4)
alias = v
v += w
print(v, alias is v, v + w, 2 * w, -w, min(v, w), abs(w), w.x, hasattr(w, "q"))

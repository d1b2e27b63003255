from dataclasses import dataclass, field
@dataclass
class Item:
    name: str
    price: float = 1.5
    tags: list = field(default_factory=list)
@dataclass(frozen=True)
class Point:
    x: int
    y: int = 0
@dataclass(order=True)
class Version:
    major: int
    minor: int = 0
a = Item("pen")
b = Item("pen")
print(a, a == b, a is b, a.tags is b.tags)
a.tags.append("blue")
print(a == b, a.tags, b.tags)
shared = ["s"]
c = Item("cup", 3.0, shared)
d = Item(name="cup", price=3.0, tags=shared)
print(c == d, c.tags is d.tags)
p = Point(1, 2)
q = Point(1, 2)
print(p, p == q, {p: "x"}[q])
v = [Version(2), Version(1, 5)]
print(sorted(v), Version(1) < Version(1, 1), max(v))
@dataclass
class Node:
    value: int
    next: object = None
    def chain(self):
        return [self.value] + (self.next.chain() if self.next else [])
n = Node(1, Node(2, Node(3)))
print(n.chain())
n = n.next
print(n.value)
@dataclass
class Team:
    members: list
    def __post_init__(self):
        self.size = len(self.members)
t = Team([a, b])
print(t.size, t.members[0] is a)

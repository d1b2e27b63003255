import weakref


class TreeNode:
    def __init__(self, name, parent=None):
        self.name = name
        self._parent = weakref.ref(parent) if parent is not None else None
        self.children = {}
        if parent is not None:
            parent.children[name] = self

    @property
    def parent(self):
        return self._parent() if self._parent else None

    def path(self):
        node, parts = self, []
        while node is not None:
            parts.append(node.name)
            node = node.parent
        return "/".join(reversed(parts))

    def walk(self, depth=0):
        yield depth, self
        for child in self.children.values():
            yield from child.walk(depth + 1)

    def __del__(self):
        print("del", self.name)


root = TreeNode("root")
usr = TreeNode("usr", root)
TreeNode("lib", usr)
TreeNode("bin", usr)
TreeNode("etc", root)
print(usr.children["lib"].path())
for depth, node in root.walk():
    print("  " * depth + node.name)
del node
names = [n.name for _, n in root.walk()]
print(names)
del usr.children["bin"]
print(usr.parent is root)
del root
print(usr.parent, usr.path())
usr = None


def insert(tree, key):
    if tree is None:
        return {"key": key, "left": None, "right": None}
    side = "left" if key < tree["key"] else "right"
    tree[side] = insert(tree[side], key)
    return tree


tree = None
for k in [5, 2, 8, 1]:
    tree = insert(tree, k)
print(tree["left"]["left"]["key"])

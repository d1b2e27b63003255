import copy


class Box:
    def __init__(self, items):
        self.items = items


inner = [1, 2]
outer = [inner, {"k": inner}]
shallow = copy.copy(outer)
deep = copy.deepcopy(outer)
print(shallow[0] is inner, deep[0] is inner, deep[0] is deep[1]["k"], deep == outer)
box = Box(inner)
other = copy.copy(box)
apart = copy.deepcopy(box)
print(other.items is inner, apart.items is inner, apart.items == inner)
loop = []
loop.append(loop)
again = copy.deepcopy(loop)
print(again[0] is again, again is loop)
pair = (1, "a")
mixed = (1, [2])
print(copy.copy(pair) is pair, copy.deepcopy(pair) is pair, copy.deepcopy(mixed) is mixed)
names = {"x", "y"}
other_names = copy.copy(names)
print(other_names == names, other_names is names)
sliced = inner[:]
listed = list(inner)
print(sliced is inner, listed == sliced)
table = {"a": inner}
for clone in (table.copy(), dict(table), {**table}, table | {}):
    print(clone["a"] is inner, clone is table)

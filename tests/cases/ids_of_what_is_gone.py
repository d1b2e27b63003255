class Box:
    def __init__(self, item):
        self.item = item


def same(before, thing):
    return before == id(thing)


pair = (1, [2])
before = id(pair)
pair += (3,)
print(id(pair) == before, pair)
items = [1]
before = id(items)
items += [2]
print(id(items) == before)
items = items + [3]
print(id(items) == before, same(before, items))
box = Box(items)
first = id(box)
box = Box(box.item)
print(id(box) == first, id(box.item) == id(items))
table = {"a": 1}
ids = [id(table)]
table = {**table, "b": 2}
ids.append(id(table))
print(ids[0] == ids[1], ids[0] == id(table), ids[1] == id(table))
alias = table
table = dict(table)
print(id(alias) == id(table), id(alias) == ids[1])
kinds = {1, 2}
before = id(kinds)
kinds |= {3}
print(id(kinds) == before)
kinds = kinds | {4}
print(id(kinds) == before, len(kinds))
number = 1000
before = id(number)
number += 0
print(number)

"""Copies that are not needed."""


# item: E401 info: the snapshot of the names is only read
def show(names):
    table = {name: len(name) for name in names}
    for name in list(table):  # expect: redundant-snapshot
        print(name, table[name])


# item: E402 clean: the snapshot lets the loop delete
def prune(table, limit):
    for name in list(table):
        if table[name] > limit:
            del table[name]

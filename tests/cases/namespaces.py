from types import SimpleNamespace


class Node:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Node({self.name!r})"

    def __del__(self):
        print("del", self.name)


settings = SimpleNamespace(limit=3, rows=[1, 2], node=Node("first"))
other = settings
other.rows.append(settings.limit)
print(settings, settings.rows is other.rows)
print(settings == SimpleNamespace(limit=3, rows=[1, 2, 3], node=settings.node))
settings.node = Node("second")
del other.node
print(hasattr(settings, "node"), isinstance(settings, SimpleNamespace), isinstance(settings, dict))
names = vars(settings)
names["extra"] = names["rows"]
print(settings.extra is settings.rows, list(names))
try:
    del settings.missing
except AttributeError as error:
    print(error)
try:
    settings.missing
except AttributeError as error:
    print(error)
settings.me = settings
del settings, other
print(len(names))
names.clear()
empty = SimpleNamespace()
empty.node = Node("third")
del empty

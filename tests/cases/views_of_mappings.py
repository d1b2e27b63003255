from enum import Enum
from types import MappingProxyType
import sys


class Color(Enum):
    RED = 1
    GREEN = [2]
    CRIMSON = 1


print(list(Color.__members__))
print(Color.__members__["CRIMSON"] is Color.RED)
for name, member in Color.__members__.items():
    print(name, member, member.name)
print("GREEN" in Color.__members__, len(Color.__members__))
table = {"a": [1], "b": [2]}
view = MappingProxyType(table)
print(view, repr(view))
table["c"] = view["a"]
print(view["c"] is table["a"], list(view), len(view), "c" in view)
try:
    view["d"] = 1
except TypeError as error:
    print(error)
try:
    del view["a"]
except TypeError as error:
    print(error)
other = view
copied = view.copy()
copied["a"].append(9)
print(table == view, view == copied, view.get("zz"), view.get("b") is copied["b"])
print(list(view.items()), list(view.keys()), list(view.values()))
print(sys.getsizeof(view) > 0, bool(view), type(view).__name__)
del table
print(view["a"])
del other, view
print(copied)
try:
    Color.__members__["BLUE"] = 3
except TypeError as error:
    print(error)
pairs = {k: v.value for k, v in Color.__members__.items()}
print(pairs)

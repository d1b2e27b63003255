from enum import StrEnum, auto
class Color(StrEnum):
    RED = auto()
    DARK = "dark blue"
c = Color.RED
t = str(c)
f = f"{c} and {Color.DARK}"
d = {"red": [1], "dark blue": [2]}
e = d[c]
g = Color("red")
h = [m for m in Color]
i = c == "red"
j = c.title()

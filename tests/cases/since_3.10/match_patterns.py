# `match` takes subjects apart; names are bound when a whole pattern has matched.


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def kind(value):
    match value:
        case 0 | 1:
            return "bit"
        case str() as text:
            return "text " + text
        case [first]:
            return ["one", first]
        case [first, *rest]:
            return [first, rest]
        case {"name": name, **others}:
            return (name, others)
        case int(n) if n > 100:
            return "large"
        case None | True:
            return "constant"
        case _:
            return "other"


def where(point):
    match point:
        case Point(0, 0):
            return "origin"
        case Point(x, 0) | Point(0, x):
            return ["on an axis", x]
        case Point(x=a, y=b) if a == b:
            return "diagonal"
        case Point():
            return "elsewhere"


for value in [1, "hi", [5], (1, 2, 3), {"name": "n", "k": [1]}, 500, None, 2.5]:
    found = kind(value)
    print(found)
for p in (Point(0, 0), Point(3, 0), Point(0, 4), Point(2, 2), Point(1, 2)):
    print(where(p))
command = ["move", ["left", 3]]
match command:
    case ["move", [("left" | "right") as direction, steps]]:
        print(direction, steps)
    case _:
        print("unknown")

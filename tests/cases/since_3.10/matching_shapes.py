from collections import namedtuple


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def where(p):
    match p:
        case Point(0, 0):
            return "origin"
        case Point(0, y):
            return f"y axis at {y}"
        case Point(x, 0):
            return f"x axis at {x}"
        case Point(x=a, y=b) if a == b:
            return "diagonal"
        case Point():
            return "somewhere"
        case _:
            return "not a point"


print(where(Point(0, 0)), where(Point(0, 3)), where(Point(4, 0)), where(Point(2, 2)), where(Point(1, 2)), where(5))


def command(tokens):
    match tokens:
        case []:
            return "empty"
        case ["quit" | "exit"]:
            return "bye"
        case ["go", ("north" | "south") as direction]:
            return "going " + direction
        case ["get", item, *rest]:
            return (item, rest)
        case [_, _]:
            return "two"
        case str(text):
            return "text"
        case {"action": act, **others}:
            return act, others
        case int() | float() as number:
            return number * 2
        case None:
            return "nothing"
    return "fallthrough"


for case in ([], ["exit"], ["go", "north"], ["get", "a", "b", "c"], ["x", "y"], "hi", {"action": "run", "n": 1}, 4, None, {1}):
    print(command(case))

data = {"user": {"name": "ann", "langs": ["py", "c"]}}
match data:
    case {"user": {"name": name, "langs": [first, *_]}}:
        print(name, first)
keep = data["user"]["langs"]
match data:
    case {"user": {"langs": langs}}:
        print(langs is keep)
Pair = namedtuple("Pair", "a b")
match Pair(1, [2]):
    case Pair(a, b):
        print(a, b)
match (1, (2, 3)):
    case (x, (y, z)):
        print(x, y, z)
match 7:
    case n if n > 10:
        print("big")
    case n if n > 5:
        print("medium", n)
match [1, 2, 3, 4]:
    case [first, *middle, last]:
        middle.append(9)
        print(first, middle, last)

from dataclasses import dataclass
@dataclass
class Point:
    x: int
    y: int
class Shape:
    __match_args__ = ("kind",)
    def __init__(self, kind, parts):
        self.kind = kind
        self.parts = parts
def describe(obj):
    match obj:
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=v) | Point(x=v, y=0):
            return f"axis {v}"
        case Point() as p if p.x == p.y:
            return "diagonal"
        case Shape("group", parts=[first, *rest]):
            return first, rest
        case {"type": str(t), **extra}:
            return t, extra
        case [a, [b, *_]]:
            return a + b
        case "go" | "stop" as word:
            return word
        case None | True | False:
            return "singleton"
        case _:
            return "other"
for o in (Point(0, 0), Point(0, 5), Point(3, 3), Shape("group", [[1], [2], [3]]),
          {"type": "x", "n": [1]}, [1, (2, 3)], "go", None, 4.5, Point(1, 2)):
    print(describe(o))

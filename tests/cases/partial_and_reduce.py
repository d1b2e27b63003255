import functools
import operator


def join(sep, *parts, end=""):
    return sep.join(parts) + end


dashed = functools.partial(join, "-")
print(dashed("a", "b"))
excited = functools.partial(dashed, "x", end="!")
print(excited("y"), excited.args, excited.keywords)
store = []
push = functools.partial(store.append)
push([1])
push([2])
print(store, len(store))
total = functools.reduce(operator.add, [1, 2, 3, 4], 10)
flat = functools.reduce(operator.add, [[1], [2], [3]])
longest = functools.reduce(lambda a, b: a if len(a) >= len(b) else b, ["x", "yyy", "zz"])
print(total, flat, longest)
rows = [("b", 2), ("a", 3), ("c", 1)]
by_name = sorted(rows, key=operator.itemgetter(0))
by_count = sorted(rows, key=operator.itemgetter(1), reverse=True)
print(by_name, by_count, by_name[0] is rows[1])
pick = operator.itemgetter(0, 1)
print(pick(["p", "q", "r"]))


class Point:
    def __init__(self, x):
        self.x = x


points = [Point(3), Point(1)]
points.sort(key=operator.attrgetter("x"))
print([p.x for p in points])

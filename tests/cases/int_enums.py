from enum import IntEnum, Enum, auto, unique

@unique
class Level(IntEnum):
    LOW = 1
    MID = 5
    HIGH = 300

queue = [Level.HIGH, Level.LOW, Level.MID]
ordered = sorted(queue)
first = ordered[0]
is_low = first is Level.LOW
eq = Level.LOW == 1
bigger = Level.HIGH > Level.MID
total = Level.HIGH + Level.LOW
plain = type(total) is int
by_int = {1: ["one"], 300: ["many"]}
found = by_int[Level.HIGH]
back = Level(300)
named = Level["MID"]
names = [level.name for level in Level]
values = [level.value for level in Level]
label = repr(Level.LOW)
isint = isinstance(Level.LOW, int)
isenum = isinstance(Level.LOW, Enum)
isint2 = isinstance(Level.LOW, IntEnum)
count = len(Level)
items = list(Level)
top = max(Level)
try:
    Level(7)
except ValueError as error:
    message = str(error)
picked = ["a", "b", "c"][Level.LOW]

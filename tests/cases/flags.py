import sys
from enum import Enum, Flag, IntEnum, IntFlag, auto, unique

class Access(Flag):
    READ = auto()
    WRITE = auto()
    RUN = auto()

rw = Access.READ | Access.WRITE
again = Access.WRITE | Access.READ
same = rw is again
holders = [rw, again, Access.READ]
table = {Access.READ: ["r"], rw: ["rw"]}
entry = table[again]
entry.append("more")
has = Access.READ in rw
none = Access.READ & Access.WRITE
empty = bool(none)
rest = ~Access.READ
back = rest ^ Access.RUN
log = [rw, Access.RUN]
rw |= Access.RUN
every = rw is Access(7)
kept = log[0]

class Mode(IntFlag):
    R = 4
    W = 2
    X = 1

m = Mode.R | Mode.W
n = m & 4
o = m | 1
p = int(m)
q = m == 6
text = f"{Mode.R!r}"

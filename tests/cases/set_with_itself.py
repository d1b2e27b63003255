# A set joined with itself is copied: its table does not grow for keys that are there already.
s = {1, 2, 3, 4, 5, 6}
s.add(7)
either = s | s
union = s.union(s)
both = s & s
neither = s - s
s |= s
s.update(s)
grown = s | {1, 2, 3, 4, 5, 6, 7}
print(len(either), len(union), len(both), len(neither), len(grown))

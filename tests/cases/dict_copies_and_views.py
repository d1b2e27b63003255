import sys
d = dict(a=1, b=2)
e = d
e["c"] = 3
print(d, d is e)
copy = d.copy()
copy["d"] = 4
print(len(d), len(copy))
print(d.setdefault("z", []) is d["z"])
print(d.pop("a"), d.pop("nope", None), d.popitem())
d |= {"k": 9} if sys.version_info >= (3, 9) else {}
print(d, d | {"k": 0})
keys = d.keys()
d["new"] = 1
print(list(keys), "new" in keys)
print(dict.fromkeys("ab", []))
nested = {"x": {"y": {"z": 1}}}
cur = nested
for k in "xy":
    cur = cur[k]
cur["w"] = 2
print(nested)
inv = {v: k for k, v in {"one": 1, "two": 2}.items()}
print(inv)
class D(dict):
    def __missing__(self, key):
        self[key] = value = key * 2
        return value
m = D()
print(m[4], m, m.get(5))
for key in list(inv):
    if key == 1:
        del inv[key]
print(inv, list(reversed(d)), sorted(d.items(), key=lambda kv: str(kv[1])))

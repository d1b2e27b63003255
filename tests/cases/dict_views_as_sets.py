a = {"x": [1], "y": [2]}
b = {"y": [3], "z": [4]}
keys = a.keys()
shared = a.keys() & b.keys()
missing = a.keys() - b.keys()
print(sorted(shared), sorted(missing), sorted(keys | b.keys()), sorted(a.keys() ^ b.keys()))
a["w"] = [5]
print(len(keys), "w" in keys, [2] in a.values(), ("x", [1]) in a.items())
merged = a | b
print(merged["y"] is b["y"], merged["x"] is a["x"], len(merged))
a |= {"q": [6]}
print(list(a), list(reversed(a)))
items = a.items()
print(items, a.values())
for key, value in items:
    value.append(key)
print(a["x"], merged["x"])
default = a.setdefault("new", [])
default.append(1)
print(a["new"], a.get("none"), a.pop("q"), a.pop("none", 0))
last = a.popitem()
print(last, last[1] is default)
pairs = dict(zip("ab", [[1], [2]]))
made = dict.fromkeys("ab", pairs["a"])
print(made, made["a"] is made["b"])
made.update(c=3)
made.update([("d", 4)])
inverted = {v: k for k, v in {"one": 1, "two": 2}.items()}
print(made, inverted, {"a": 1} == {"a": 1.0}, a.keys() == {"x", "y", "w"})

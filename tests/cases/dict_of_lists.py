groups = {}
for word in ["apple", "avocado", "banana"]:
    groups.setdefault(word[0], []).append(word)
print(groups)
for k, v in groups.items():
    print(k, v)
x = groups.pop("a")
print(x, groups)

class Person:
    def __init__(self, name, age):
        self.name = name
        self.age = age
    def __repr__(self):
        return self.name
people = [Person("ann", 30), Person("bob", 25), Person("cy", 35)]
by_age = sorted(people, key=lambda p: p.age)
print(by_age, by_age[0] is people[1])
people.sort(key=lambda p: p.name, reverse=True)
print(people)
youngest = min(people, key=lambda p: p.age)
print(youngest, max(people, key=lambda p: len(p.name)))
def by_length(word):
    return len(word)
words = ["pear", "fig", "banana", "kiwi"]
words.sort(key=by_length)
print(words, sorted(words, key=str.lower), sorted(words, key=len, reverse=True))
table = {"x": [3], "y": [1], "z": [2]}
best = max(table, key=table.get)
print(best, sorted(table.items(), key=lambda kv: kv[1]))
groups = {}
for p in people:
    groups.setdefault(p.age // 10, []).append(p)
print(sorted(groups), groups[3])
rows = [[2, "b"], [1, "a"], [2, "a"]]
rows.sort(key=lambda r: (r[0], r[1]))
print(rows)
first = next(p for p in people if p.age > 26)
print(first)
del people
print(youngest)

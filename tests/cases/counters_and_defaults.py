from collections import Counter, OrderedDict, defaultdict

words = "the cat the dog the end".split()
counts = Counter(words)
print(counts, counts["the"], counts["none"], "none" in counts)
print(counts.most_common(1), counts.most_common()[-1])
counts.update(["dog", "dog"])
counts["end"] = 0
print(counts, len(counts), sum(counts.values()))
left = Counter(a=3, b=1)
right = Counter(a=1, b=2)
print(left + right, left - right, left & right, left | right)
print(sorted(left.elements()))
groups = defaultdict(list)
for word in words:
    groups[len(word)].append(word)
print(dict(groups), groups[3] is groups[3])
missing = groups[99]
print(missing, len(groups), groups.get(100))
totals = defaultdict(int)
for letter in "banana":
    totals[letter] += 1
print(totals)
nested = defaultdict(lambda: defaultdict(list))
nested["a"]["b"].append(1)
print(nested["a"]["b"], list(nested))
order = OrderedDict(a=[1], b=[2])
order["c"] = [3]
order.move_to_end("a")
print(order, list(order))
oldest = order.popitem(last=False)
print(oldest, order == OrderedDict(c=[3], a=[1]))

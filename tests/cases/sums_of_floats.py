print(sum([0.1] * 10))
print(sum([0.1, 0.2, 0.3], 0.0))
print(min([3, 1, 2], default=9), max([], default=None), max("b", "a"))
print(dict.fromkeys(["a", "b"], 0))
d = {"x": 1}
print(list(d), tuple(d), sorted(d.items()), dict(d), dict(a=1))
import copy
l = [[1], [2]]
s = copy.copy(l)
e = copy.deepcopy(l)
print(s[0] is l[0], e[0] is l[0], e)

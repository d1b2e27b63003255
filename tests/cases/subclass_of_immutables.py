class Meters(int):
    def __new__(cls, value, unit="m"):
        self = super().__new__(cls, value)
        self.unit = unit
        return self
    def __repr__(self):
        return f"Meters({int(self)})"
class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))
    @property
    def first(self):
        return self[0]
class Name(str):
    def shout(self):
        return self.upper() + "!"
m = Meters(1000)
total = m + 5
print(total, m.unit, type(total) is int, [m], m == 1000)
p = Pair([1], [2])
a, b = p
print(p, p.first is a, len(p), p == ([1], [2]))
n = Name("bob")
print(n.shout(), n, n == "bob", {n: 1}["bob"])
d = {m: "km"}
print(d[1000], isinstance(m, int), m > 999)
del p
print(a)

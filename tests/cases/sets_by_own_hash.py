class C:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return isinstance(other, C) and self.n == other.n
    def __hash__(self):
        return hash(self.n)
    def __del__(self):
        print("del", self.n)
v5 = C(3)
v2 = v5
for x in range(2):
    v18 = {v5, C(1)}
s = {C(7), C(2), v5, C(5)}
print([c.n for c in s])
s = None

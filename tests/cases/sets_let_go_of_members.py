class C:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
v5 = C(3)
for x in range(3):
    v18 = {v5, C(1)}
d = {v5: 1, C(2): 2}
d = None
class S:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
    def __hash__(self):
        return hash(self.n)
    def __del__(self):
        print("del", self.n)
v6 = S("a")
for x in range(3):
    v19 = {v6, S("b")}

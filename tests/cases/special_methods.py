class V:
    def __init__(self, x):
        self.x = x
    def __add__(self, o):
        return V(self.x + o.x)
    def __iadd__(self, o):
        self.x += o.x
        return self
    def __eq__(self, o):
        return self.x == o.x
    def __lt__(self, o):
        return self.x < o.x
    def __len__(self):
        return self.x
    def __getitem__(self, i):
        return [i]
    def __setitem__(self, i, v):
        self.x = v
    def __contains__(self, i):
        return i == self.x
    def __call__(self, a, b=2):
        return (a, b)
    def __bool__(self):
        return False
    def __str__(self):
        return "V" + str(self.x)
    def __repr__(self):
        return "<V>"
a = V(1)
b = V(2)
c = a + b
print(c, [c], a == b, a < b, len(c), a[3], 3 in c)
a[1] = 5
a += b
print(a, a(1), a(1, b=[3]), bool(a))
if not a:
    print("falsy")
print(a != b, [a] == [a], a in [b, a])

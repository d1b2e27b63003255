class Token:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("gone", self.n)

def left(k):
    for i in range(k):
        print("left", i)
        yield Token(i)

def right(k):
    for i in range(k):
        print("right", i)
        yield [i, i]

for a, b in zip(left(3), right(3)):
    print(a.n, b)
a = b = None
z = zip(left(2), right(4))
pair = next(z)
pair2 = next(z)
print(next(z, "end"))
pair = None
z = zip(left(3), right(2))
print([b for _, b in z])
z = zip(left(3), right(3), "abc")
first = next(z)[0]
first = next(z)[0]
del z
first = None

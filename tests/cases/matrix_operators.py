class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n):
        return cls([[1 if i == j else 0 for j in range(n)] for i in range(n)])
    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])
    def __getitem__(self, key):
        i, j = key
        return self.rows[i][j]
    def __setitem__(self, key, value):
        i, j = key
        self.rows[i][j] = value
    def __matmul__(self, other):
        cols = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in cols] for r in self.rows])
    def __mul__(self, k):
        return Matrix([[x * k for x in row] for row in self.rows])
    __rmul__ = __mul__
    def __eq__(self, other):
        return self.rows == other.rows
    def __neg__(self):
        return self * -1
    def __iter__(self):
        return iter(self.rows)
m = Matrix([(1, 2), (3, 4)])
i = Matrix.identity(2)
print(m.shape, m[1, 0], (m @ i) == m)
m[0, 1] = 7
d = 2 * m
print(d.rows, (-m)[0, 0])
for row in m:
    print(row)
r = m.rows
del m
print(r, i == Matrix.identity(2))

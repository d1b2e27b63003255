class Range2:
    def __init__(self, n):
        self.n = n
        self.i = 0
    def __iter__(self):
        return self
    def __next__(self):
        self.i += 1
        return [self.i]
class Bag:
    def __init__(self):
        self.data = {}
    def __setitem__(self, k, v):
        self.data[k] = v
    def __getitem__(self, k):
        return self.data[k]
    def __delitem__(self, k):
        del self.data[k]
    def __iter__(self):
        for k in self.data:
            yield k
    def __len__(self):
        return len(self.data)
    def keys(self):
        return self.data.keys()
r = Range2(3)
a = next(r)
b = next(r)
print(a, b, iter(r) is r)
bag = Bag()
bag["x"] = [1]
bag["y"] = bag["x"]
print(list(bag), len(bag), [k for k in bag])
del bag["x"]
for k in bag:
    print(k, bag[k])
x, = bag
print(x, sorted(bag))

from collections import OrderedDict
class LRU:
    def __init__(self, capacity):
        self.capacity = capacity
        self.data = OrderedDict()
        self.hits = self.misses = 0
    def get(self, key, default=None):
        try:
            self.data.move_to_end(key)
        except KeyError:
            self.misses += 1
            return default
        self.hits += 1
        return self.data[key]
    def put(self, key, value):
        if key in self.data:
            self.data.move_to_end(key)
        self.data[key] = value
        if len(self.data) > self.capacity:
            old, _ = self.data.popitem(last=False)
            print("evict", old)
class Blob:
    def __init__(self, n): self.n = n
    def __del__(self): print("free", self.n)
c = LRU(2)
for i in range(3):
    c.put(i, Blob(i))
print(c.get(0), c.get(1).n)
c.put(5, Blob(5))
print(list(c.data), c.hits, c.misses)
c.data.clear()
print("cleared")

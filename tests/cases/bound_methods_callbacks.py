class Button:
    def __init__(self, name):
        self.name = name
        self.handlers = []
    def on(self, handler):
        self.handlers.append(handler)
        return handler
    def click(self, *args):
        return [h(*args) for h in self.handlers]
class Counter:
    def __init__(self):
        self.hits = []
    def hit(self, n=1):
        self.hits.append(n)
        return len(self.hits)
    @classmethod
    def make(cls):
        return cls()
    @staticmethod
    def twice(n):
        return [n, n]
c = Counter()
b = Button("ok")
m = c.hit
b.on(m)
b.on(c.hit)
b.on(Counter.twice)
b.on(lambda n: n)
print(b.click(5), m.__self__ is c, m == c.hit, m is c.hit)
print(m.__func__ is Counter.hit, m.__name__)
hits = c.hits
del c
print(b.click(6), hits)
b.handlers.clear()
m(7)
del m
print(hits)
make = Counter.make
d = make()
run = d.hit
d.hits.append(run)
push = d.hits.append
push(1)
print(len(d.hits))
methods = {"hit": d.hit, "twice": d.twice}
print(methods["hit"](4), methods["twice"](3))
del methods
b.click = lambda: "own"
print(b.click())

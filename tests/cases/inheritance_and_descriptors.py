class Base:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
        return len(self.items)
class Child(Base):
    extra = {}
    def push(self, x):
        self.items.insert(0, x)
        return -1
    @property
    def first(self):
        return self.items[0]
    @staticmethod
    def make():
        return Child()
    @classmethod
    def build(cls, x):
        c = cls()
        c.push(x)
        return c
p = Base()
print(p.push(1))
c = Child.build([7])
print(c.first, c.push(2), c.items)
d = Child.make()
print(isinstance(d, Base), type(d) is Child)
del c

class Config:
    _instance = None
    def __new__(cls, *args):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.values = {}
        return cls._instance
    def __init__(self, key="x"):
        self.values[key] = [key]
a = Config()
b = Config("y")
print(a is b, sorted(a.values))
class Point:
    cache = {}
    def __new__(cls, x, y):
        key = (x, y)
        if key not in cls.cache:
            cls.cache[key] = object.__new__(cls)
        return cls.cache[key]
    def __init__(self, x, y):
        self.x = x
        self.y = y
p = Point(1, 2)
q = Point(1, 2)
r = Point(3, 4)
print(p is q, p is r, len(Point.cache))
del p, q
Point.cache.clear()
print(r.x)
class Factory:
    def __new__(cls):
        return [1, 2]
made = Factory()
print(made, type(made) is list)
del a, b
Config._instance = None

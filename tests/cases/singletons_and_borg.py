class Singleton:
    _instance = None

    def __new__(cls, *args, **kwargs):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.initialized = False
        return cls._instance

    def __init__(self, value=None):
        if not self.initialized:
            self.value = value
            self.initialized = True


class Meta(type):
    _instances = {}

    def __call__(cls, *args):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*args)
        return cls._instances[cls]


class Config(metaclass=Meta):
    def __init__(self, path):
        self.path = path
        self.values = {}

    def __getitem__(self, key):
        return self.values[key]

    def __setitem__(self, key, value):
        self.values[key] = value

    def __getattr__(self, name):
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


class Borg:
    _state = {}

    def __init__(self):
        self.__dict__ = self._state


a, b = Singleton(1), Singleton(2)
print(a is b, a.value)
c = Config("x.ini")
d = Config("y.ini")
d["debug"] = True
print(c is d, c.path, c.debug, len(Meta._instances))
try:
    c.missing
except AttributeError as e:
    print("no", e)
x, y = Borg(), Borg()
x.color = "red"
print(y.color, x is y, x.__dict__ is y.__dict__)
Singleton._instance = None
print(Singleton(3).value, a.value)

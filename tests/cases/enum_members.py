from enum import Enum

class Planet(Enum):
    MERCURY = (3.303e+23, 2.4397e6)
    EARTH = (5.976e+24, 6.37814e6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius
        self.visitors = []

    @property
    def density(self):
        return self.mass / self.radius

    def visit(self, name):
        self.visitors.append(name)
        return self.visitors

earth = Planet.EARTH
guests = earth.visit("Ada")
Planet.EARTH.visit("Bob")
shared = guests is Planet.EARTH.visitors
mass = earth.mass
pair = earth.value
d = earth.density
other = Planet.MERCURY.visitors

class Shape(str, Enum):
    ROUND = "round"
    SQUARE = "square"

s = Shape.ROUND
same = s == "round"
up = s.upper()
found = {"round": [1]}[s]
joined = s + "!"
back = Shape("square")
n = len(s)
isstr = isinstance(s, str)

class Describing:
    def describe(self):
        return [self.name, self.value]

class Base(Describing, Enum):
    def both(self):
        return (self.name, self)

class Animal(Base):
    CAT = ["meow"]
    DOG = ["woof"]

sound = Animal.CAT.value
sound.append("purr")
info = Animal.CAT.describe()
b = Animal.DOG.both()
lookup = {a: a.value for a in Animal}
cat = next(iter(lookup))
isb = isinstance(cat, Base)
class State(Enum):
    ON = 1
    OFF = 2
    def __repr__(self):
        return f"<{self.name}>"
    def __str__(self):
        return self.name.lower()
    @classmethod
    def default(cls):
        return cls.OFF
    @staticmethod
    def size():
        return [1, 2]
r = repr(State.ON)
t = str(State.ON)
u = f"{State.OFF}"
df = State.default()
w = State.size()

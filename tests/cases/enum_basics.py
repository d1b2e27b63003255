from enum import Enum
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
c = Color.RED
print(c, c.name, c.value, c is Color.RED)
print(Color(2) is Color.GREEN, Color["BLUE"].value)
print([m.name for m in Color], len(Color))
table = {Color.RED: ["r"], Color.BLUE: ["b"]}
print(table[c], Color.GREEN in table)
print(c == Color.GREEN, c != Color.BLUE, isinstance(c, Color))
class Light:
    def __init__(self):
        self.color = Color.RED
    def next(self):
        if self.color is Color.RED:
            self.color = Color.GREEN
        else:
            self.color = Color.RED
        return self.color
light = Light()
light.next()
print(light.color.name, repr(light.color))

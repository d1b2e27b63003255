class Temperature:
    def __init__(self, celsius):
        self._celsius = celsius
        self._log = []
    @property
    def celsius(self):
        return self._celsius
    @celsius.setter
    def celsius(self, value):
        self._log.append(self._celsius)
        self._celsius = value
    @celsius.deleter
    def celsius(self):
        self._log.append("deleted")
        self._celsius = None
    @property
    def log(self):
        return self._log
    @staticmethod
    def freezing():
        return Temperature(0)
    @classmethod
    def boiling(cls):
        return cls(100)
t = Temperature(20)
t.celsius = 25
t.celsius += 5
log = t.log
print(log, t.celsius)
del t.celsius
print(t.celsius, log)
f = Temperature.freezing()
b = t.boiling()
make = Temperature.boiling
again = make()
print(f.celsius, b.celsius, again is b)
class Kelvin(Temperature):
    @property
    def celsius(self):
        return super().celsius + 273
k = Kelvin(10)
print(k.celsius, Kelvin.boiling().celsius, type(Kelvin.boiling()) is Kelvin)
def area(self):
    return self.side * self.side
class Square:
    def __init__(self, side):
        self.side = side
    area = property(area)
print(Square(3).area)
del t
print(log)

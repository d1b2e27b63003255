class Engine:
    def __init__(self, power):
        self.power = power
    def __del__(self):
        print("engine", self.power)
class Wheel:
    made = 0
    def __new__(cls, *args, **kwargs):
        cls.made += 1
        return super().__new__(cls)
    def __init__(self, size=1):
        self.size = size
class Car:
    def __init__(self, power, wheels=4):
        self.engine = Engine(power)
        self.wheels = [Wheel(i) for i in range(wheels)]
    def swap_engine(self, other):
        self.engine, other.engine = other.engine, self.engine
    def __enter__(self):
        return self
    def __exit__(self, *exc):
        self.engine = None
    def __len__(self):
        return len(self.wheels)
a = Car(1)
b = Car(2, wheels=2)
a.swap_engine(b)
print(a.engine.power, Wheel.made, len(b))
with b as car:
    print(car is b)
print(b.engine)
e = a.engine
del a
print(e.power)
del e
w = b.wheels.pop()
del b, car
print(w.size, Wheel.made)

class Animal:
    count = 0
    def __init__(self, name):
        self.name = name
        self.tags = []
        Animal.count += 1
    def describe(self):
        return [self.name, "animal"]
class Dog(Animal):
    def __init__(self, name, owner):
        super().__init__(name)
        self.owner = owner
    def describe(self):
        parts = super().describe()
        parts.append("dog")
        return parts
class Puppy(Dog):
    def __init__(self, name, owner, age=1):
        super(Puppy, self).__init__(name, owner)
        self.age = age
    def describe(self):
        parts = Dog.describe(self)
        parts.append("puppy")
        return parts
owner = ["ann"]
d = Dog("rex", owner)
p = Puppy("bit", owner, age=2)
words = p.describe()
print(words, d.describe(), Animal.count, Dog.count)
Dog.count = 10
print(Animal.count, Dog.count, Puppy.count)
p.count = [1]
print(p.count, Puppy.count)
del p.count
print(p.count, d.owner is p.owner)
del d
print(isinstance(p, Animal), issubclass(Puppy, Animal), issubclass(Animal, Dog))
p = None
print(owner)

class Dog:
    kind = "canine"
    tricks = []
    def __init__(self, name, age=3):
        self.name = name
        self.age = age
    def add(self, trick):
        self.tricks.append(trick)
        return self
    def __del__(self):
        print("bye", self.name)
    def __repr__(self):
        return f"Dog({self.name!r})"
a = Dog("Rex")
b = Dog("Fido", age=5)
a.add("roll").add("sit")
print(a, b.tricks)
b.tricks = []
print(a.tricks is b.tricks)
a = b
print([a, b])
b = None
a = None

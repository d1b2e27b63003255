# A list that was popped empty keeps its room up to 3.11, until a slice of it is deleted or assigned.
class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


popped = [1]
popped.pop()
del popped[1:]
print(len(popped))
popped = [1, 2, 3]
popped.pop()
popped.pop()
popped.pop()
popped[:] = []
popped = [1]
popped.pop()
popped[0:0] = []
popped = [1, 2]
popped.pop()
popped.pop()
del popped[::2]
many = [Noisy(i) for i in range(8)]
del many[1:3]
del many[::2]
del many[5:]
many[1:] = []
many[:] = []
many.append(1)
del many[0]
del many[:]
print(len(many))

from dataclasses import dataclass, field


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


@dataclass
class Basket:
    items: list = field(default_factory=list)
    owner: object = None

    def add(self, item):
        self.items.append(item)
        return self


try:

    @dataclass
    class Shared:
        noisy = Noisy("in the class")
        items: list = ["a"]

except ValueError as error:
    print(error)
print("class gone?")
try:

    @dataclass
    class Table:
        rows: dict = {}

except ValueError as error:
    kept = error
print(kept)
kept = None
one, two = Basket(), Basket(owner=Noisy("owner"))
one.add(1).add([2])
print(one, two.items, one.items is two.items, one == two)
del two
print("end")

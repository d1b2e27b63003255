"""The lookup owns the property while its function runs, and lets it go if that raises."""


class Slotted:
    __slots__ = ("left", "right")

    def __init__(self, left):
        self.left = left

    @property
    def pair(self):
        return [self.left, getattr(self, "right", None)]

    @pair.setter
    def pair(self, value):
        self.left, self.right = value

    @pair.deleter
    def pair(self):
        del self.left


slotted = Slotted([1])
del slotted.pair
try:
    found = slotted.pair
except AttributeError:
    found = None
try:
    del slotted.pair
except AttributeError:
    pass
try:
    slotted.pair = [2]
except ValueError:
    pass
slotted.pair = [3], [4]
del slotted.left
found = slotted.pair

class S:
    __slots__ = ("left", "right")

    def __init__(self, left):
        self.left = left


s = S([1])
print(hasattr(s, "right"), hasattr(s, "left"))
try:
    s.right
except AttributeError as e:
    print(e)
try:
    del s.right
except AttributeError as e:
    print(type(e).__name__)
print(getattr(s, "right", None))
s.right = s.left
del s.left
print(getattr(s, "left", "gone"))

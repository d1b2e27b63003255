"""An attribute without room for it, and the truth of what has no `__len__`."""


class Slotted:
    __slots__ = ("a",)
    kind = "kind"

    def method(self):
        return self.a


slotted = Slotted()
slotted.a = [1]
errors = []
for name in ["nothing", "kind", "method"]:
    try:
        setattr(slotted, name, [2])
    except AttributeError as error:
        print(error, error.__traceback__ is not None)
        errors.append(str(error))
    try:
        delattr(slotted, name)
    except AttributeError as error:
        print(error)
try:
    slotted.nothing = [3]
except AttributeError as error:
    kept = error
    if kept:
        kept.__traceback__ = None
size = len(errors)
found = [callable(x) for x in (len, Slotted, slotted, (1,), {}, None, 1.5, kept, print, errors)]
del slotted
error = None
kept = None

# A manager sees the exception, and may swallow it.


class Step:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print("enter", self.name)
        return [self.name]

    def __exit__(self, kind, error, trace):
        print("exit", self.name, kind is not None and kind.__name__)
        return self.swallow

    def __del__(self):
        print("step gone", self.name)


with Step("quiet", True) as names:
    names.append(1)
    raise KeyError("inside")
print("went on")
try:
    with Step("loud") as names:
        names[7]
except IndexError as error:
    print("outside", error)


def search(values):
    for value in values:
        with Step("loop", True):
            if value == 1:
                continue
            if value == 2:
                return value
            raise ValueError(value)
    return None


print(search([0, 1, 2]))
with Step("outer", True):
    with Step("inner"):
        raise RuntimeError("both")
print("after both")


class Broken:
    def __enter__(self):
        raise TypeError("cannot enter")

    def __exit__(self, *details):
        print("never")


try:
    with Broken():
        print("never")
except TypeError as error:
    print(error)

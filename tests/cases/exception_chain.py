# Cause and context are owners of other exceptions, and of their frames.


class Link:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("link gone", self.name)


def low():
    held = Link("low")
    return {}["port"]


def middle():
    held = Link("middle")
    try:
        low()
    except KeyError as error:
        raise ValueError("no port") from error


def implicit():
    try:
        low()
    except KeyError:
        raise RuntimeError("while handling")


def silent():
    try:
        low()
    except KeyError:
        raise LookupError("silent") from None


try:
    middle()
except ValueError as error:
    cause = error.__cause__
    print(repr(cause), error.__context__ is cause)
print("left the handler")
cause = None
print("cause dropped")
try:
    implicit()
except RuntimeError as error:
    print(repr(error.__context__), error.__cause__)
    print(error.__suppress_context__)
try:
    silent()
except LookupError as error:
    print(error.__suppress_context__, error.__context__ is None)
print("end")

# `__del__` runs while an exception is on its way, and its own exception is ignored.


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Quiet:
    def __del__(self):
        raise ValueError("ignored")


def leave(name):
    before = Noisy(name)
    inner(before.name + "!")


def inner(name):
    here = Noisy(name)
    temporary = [Noisy("in a list"), here]
    raise KeyError(name)


try:
    leave("a")
except KeyError as error:
    print("caught", error)
print("after the handler")
try:
    Noisy("argument").missing
except AttributeError as error:
    print("no attribute")
print("---")
try:
    [Noisy("first"), Noisy("second"), 1 / 0]
except ZeroDivisionError:
    print("display given up")
try:
    print(Noisy("x"), undefined)
except NameError:
    print("call given up")
old = Noisy("old")
try:
    old = int("not a number")
except ValueError:
    print("old is kept", old.name)
print("end")

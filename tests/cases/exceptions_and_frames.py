import sys
import traceback


class Res:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("freed", self.name)


def inner(flag):
    r = Res("inner")
    if flag:
        raise ValueError("deep")
    return r.name


def outer(flag):
    r = Res("outer")
    return inner(flag)


try:
    outer(True)
except ValueError as e:
    tb = e.__traceback__
    depth = 0
    while tb:
        depth += 1
        tb = tb.tb_next
    print("depth", depth, e.args)
    print(sys.exc_info()[1] is e)
print("handler left", sys.exc_info()[0])
try:
    e
except NameError:
    print("e was deleted")

errors = []
try:
    outer(True)
except ValueError as e:
    errors.append(e)
print("kept", len(errors))
errors[0].__traceback__ = None
print("traceback cut")
errors.clear()


class AppError(Exception):
    def __init__(self, msg, code):
        super().__init__(msg)
        self.code = code


def load():
    try:
        {}["missing"]
    except KeyError as err:
        raise AppError("no config", 3) from err


try:
    load()
except AppError as e:
    print(e, e.code, repr(e.__cause__), e.__context__ is e.__cause__, e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        [][1]
except IndexError as e:
    print(type(e.__context__).__name__, e.__cause__)
try:
    try:
        int("x")
    except ValueError:
        raise RuntimeError("clean") from None
except RuntimeError as e:
    print(e.__suppress_context__, e.__context__ is not None)


def fin():
    try:
        return "try"
    finally:
        print("finally first")


print(fin())


def swallow():
    while True:
        try:
            raise KeyError(1)
        finally:
            break
    return "swallowed"


print(swallow())
last = traceback.format_exception_only(ValueError, ValueError("m"))
print(last[0].strip())

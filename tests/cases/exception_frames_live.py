# A saved exception keeps the frames of its traceback, their locals, and the callers of who caught it.
import gc


class Buffer:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("buffer gone", self.name)


def fill(name):
    buffer = Buffer(name)
    data = [buffer, name]
    raise ValueError(name)


def collect(errors):
    local = Buffer("local of collect")
    try:
        fill("first")
    except ValueError as error:
        errors.append(error)
    return len(errors)


errors = []
print(collect(errors))
print("still there", errors[0].args)
trace = errors[0].__traceback__
print(trace.tb_next is not None)
errors[0].__traceback__ = None
print("the name keeps it")
trace = None
print("now it is gone")


def cycle():
    kept = None
    buffer = Buffer("in a cycle")
    try:
        fill("second")
    except ValueError as error:
        kept = error
    return "returned"


print(cycle())
print("only the collector frees it")
gc.collect()
print("collected")
errors.clear()

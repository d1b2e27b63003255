# `raise` alone passes on what is being handled; the traceback keeps every frame it came through.


class Task:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("task gone", self.name)


def run(name):
    task = Task(name)
    raise OSError(name)


def logged(name):
    notes = [name]
    try:
        run(name)
    except OSError:
        notes.append("failed")
        raise
    return notes


def retry(times):
    errors = []
    for n in range(times):
        try:
            logged("try %d" % n)
        except OSError as error:
            errors.append(str(error))
    return errors


print(retry(2))
last = None
try:
    logged("kept")
except OSError as error:
    last = error
print("kept", last.args)
last = last.with_traceback(None)
print("without traceback")
try:
    try:
        [].pop()
    except IndexError as error:
        raise error
except IndexError as error:
    print("again", error)
try:
    raise
except RuntimeError as error:
    print(error)
del last
print("end")

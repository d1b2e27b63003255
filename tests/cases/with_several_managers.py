# Several managers in one statement: entered in order, left in reverse.


class Lock:
    log = []

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        Lock.log.append("+" + self.name)
        return self

    def __exit__(self, kind, error, trace):
        Lock.log.append("-" + self.name)
        return False


with Lock("a") as a, Lock("b") as b:
    pair = [a, b]
    print(a.name, b.name)
print(Lock.log)


def both(stop):
    with Lock("c") as c, Lock("d"):
        if stop:
            return c
        print("inside", c.name)
    return None


print(both(False), both(True).name)
for n in range(3):
    with Lock("e"), Lock("f"):
        if n == 1:
            continue
        if n == 2:
            break
        print("round", n)
try:
    with Lock("g"), Lock("h") as h:
        held = [h]
        raise LookupError("two exits")
except LookupError as error:
    print(error)
print(len(Lock.log), Lock.log[-4:])

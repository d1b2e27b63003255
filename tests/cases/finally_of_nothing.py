"""An exception that leaves `except .. as` through a `finally` without code: 3.9 has a step there of its own."""
class Probe:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


flag = True
for probe in (Probe(1), Probe(2)):
    try:
        next(iter([]))
    except StopIteration as error:
        print(error.args, flag)
        if probe.n == 2:
            break
    else:
        flag = None
    finally:
        pass


def again(held):
    try:
        try:
            len(held)
        except TypeError as error:
            held = [error]
            del held
            raise
    finally:
        pass


def unbound(held):
    try:
        len(held)
    except TypeError as error:
        del local
    finally:
        pass


for call in (again, unbound):
    try:
        call(Probe(3))
    except (TypeError, NameError) as error:
        print(type(error).__name__)

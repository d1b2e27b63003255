# `except*` takes a group apart: each clause gets its part, what is left goes on as a new group.


class Part:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("part gone", self.name)


def failing(*kinds):
    held = Part("frame")
    raise ExceptionGroup("several", [kind(kind.__name__) for kind in kinds])


def both():
    try:
        failing(ValueError, KeyError)
    except* ValueError as values:
        print("values", len(values.exceptions))
    except* KeyError as keys:
        print("keys", keys.message)
    print("both over")


def whole():
    group = ExceptionGroup("whole", [TypeError("a"), TypeError("b")])
    try:
        raise group
    except* TypeError as caught:
        print("the very group", caught is group)
    print(group.exceptions[0].args)


def left_over():
    try:
        try:
            failing(ValueError, KeyError, OSError)
        except* KeyError:
            print("one taken")
    except ExceptionGroup as rest:
        print("left", rest.message, len(rest.exceptions))
        kept = rest.exceptions
    print(len(kept))


def nothing_matches():
    group = ExceptionGroup("none", [KeyError("k")])
    try:
        try:
            raise group
        except* ValueError:
            print("never")
    except ExceptionGroup as other:
        print("another group", other is group, other.exceptions[0] is group.exceptions[0])


def single():
    error = ValueError("single")
    try:
        raise error
    except* ValueError as wrapped:
        print("wrapped", wrapped.exceptions[0] is error, repr(wrapped.message))
        inside = wrapped.exceptions
    print(inside[0] is error)


def single_goes_on():
    error = ValueError("on")
    try:
        try:
            raise error
        except* TypeError:
            print("never")
    except ValueError as same:
        print("the same", same is error)


def neither():
    try:
        done = Part("body")
    except* ValueError:
        print("never")
    else:
        print("else")
    finally:
        print("finally")


both()
whole()
left_over()
nothing_matches()
single()
single_goes_on()
neither()
print("end")

# What clauses of `except*` raise goes on together with what they left.


class Held:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


class Failures(ExceptionGroup):
    def derive(self, members):
        return Failures(self.message, members)


def raising():
    try:
        raise ExceptionGroup("first", [ValueError(1), KeyError(2)])
    except* ValueError as caught:
        held = Held("in the clause")
        raise RuntimeError("new")


def both_parts():
    try:
        raising()
    except ExceptionGroup as group:
        new, old = group.exceptions
        print(repr(new), repr(old))
        print("context", repr(new.__context__))
        print("message", repr(group.message), group.__context__ is None)
        del new, old
    print("parts over")


def once_more():
    try:
        try:
            raise ExceptionGroup("again", [ValueError(1), KeyError(2)])
        except* ValueError:
            raise
    except* (ValueError, KeyError) as all_of_them:
        print(repr(all_of_them))
        members = list(all_of_them.exceptions)
    print(len(members))


def by_name():
    try:
        try:
            raise ExceptionGroup("named", [ValueError(1), KeyError(2)])
        except* ValueError as error:
            raise error
    except ExceptionGroup as group:
        print(repr(group))


def own_class():
    group = Failures("own", [ValueError(1), Failures("inner", [ValueError(2), KeyError(3)])])
    values, others = group.split(ValueError)
    print(type(values).__name__, repr(values))
    print(type(others).__name__, repr(others))
    only = group.subgroup(KeyError)
    print(only.exceptions[0].exceptions[0] is group.exceptions[1].exceptions[1])
    print(group.subgroup(OSError), str(group))
    try:
        raise group
    except* KeyError as keys:
        print(type(keys).__name__)
    except* ValueError as values:
        print(len(values.exceptions))


def in_a_loop():
    for kind in (ValueError, KeyError, ValueError):
        try:
            raise ExceptionGroup("round", [kind(kind.__name__)])
        except* ValueError as error:
            print("value", error.exceptions)
            continued = Held("round")
        except* KeyError:
            print("key")
    print("loop over")


def caused():
    cause = OSError("cause")
    try:
        try:
            raise ExceptionGroup("caused", [ValueError(1), KeyError(2)]) from cause
        except* ValueError as part:
            print(part.__cause__ is cause, part.__suppress_context__)
    except ExceptionGroup as rest:
        print(rest.__cause__ is cause)


def noted():
    error = ValueError("noted")
    error.add_note("first")
    error.add_note("second")
    print(error.__notes__)
    notes = error.__notes__
    del error
    print(len(notes))


both_parts()
once_more()
by_name()
own_class()
in_a_loop()
caused()
noted()
print("end")

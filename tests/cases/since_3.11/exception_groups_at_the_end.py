# Where a function ends behind `except*`, and what is alive by then.


class Held:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def group_of(*errors):
    return ExceptionGroup("group", list(errors))


def second_clause(error):
    held = Held("local")
    try:
        raise group_of(error)
    except* ValueError as values:
        print("values", values.exceptions)
    except* KeyError:
        print("keys")


def in_an_if(error, known):
    if known:
        try:
            raise group_of(error)
        except* ValueError:
            pass
    else:
        print("not known")


def in_a_loop(errors):
    for error in errors:
        try:
            raise group_of(error, OSError("os"))
        except* ValueError as part:
            held = Held(repr(part.exceptions[0]))
        except* OSError as part:
            kept = part


def in_a_try(error):
    try:
        try:
            raise group_of(error)
        except* KeyError as keys:
            print(keys)
    except ExceptionGroup as rest:
        print("rest", rest)


def in_a_with(manager):
    with manager:
        try:
            raise group_of(ValueError("w"))
        except* ValueError:
            print("in with")


def with_else():
    try:
        ready = Held("ready")
    except* ValueError:
        print("never")
    else:
        print("else")


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        print("exit", kind)


class Service:
    failures = []

    def start(self, errors):
        try:
            raise ExceptionGroup("start", errors)
        except* ValueError as group:
            self.failures.append(group)

    def report(self):
        for group in self.failures:
            for error in group.exceptions:
                print(type(error).__name__, error)


second_clause(ValueError(1))
second_clause(KeyError(2))
in_an_if(ValueError(3), True)
in_an_if(ValueError(3), False)
in_a_loop([ValueError(4), ValueError(5)])
in_a_try(KeyError(6))
in_a_try(OSError(7))
in_a_with(Manager())
with_else()
service = Service()
service.start([ValueError("port"), ValueError("host")])
service.report()
Service.failures.clear()
try:
    raise group_of(ValueError("module"))
except* ValueError as caught:
    print(caught)

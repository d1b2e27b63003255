"""Observes identity and teardown facts and prints them as JSON, under the names that behaviour.rs compares."""
import dis, gc, json, sys

log = []


class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def order(action):
    """The order in which the objects named 1, 2, 3 die in `action`."""
    del log[:]
    action()
    return "first" if log == sorted(log) else "last" if log == sorted(log, reverse=True) else "other"


def fresh(value):
    """An equal value made at run time."""
    if isinstance(value, int):
        return int(str(value))
    if isinstance(value, str):
        return value.encode("utf-32").decode("utf-32")
    return type(value)(bytearray(value)) if isinstance(value, bytes) else type(value)(list(value))


class Unsized:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration


class Sized(Unsized):
    def __len__(self):
        return 0


def small_ints():
    return [n for n in range(-300, 3000) if fresh(n) is fresh(n)]


def steps(source):
    """Line numbers relative to the function's first line, of each line event."""
    scope, lines = {}, []
    exec(source, scope)

    def trace(frame, event, arg):
        if frame.f_code.co_name == "f" and event == "line":
            lines.append(frame.f_lineno)
        return trace if frame.f_code.co_name == "f" else None

    old = sys.gettrace()
    sys.settrace(trace)
    try:
        scope["f"]()
    finally:
        sys.settrace(old)
    return lines


def folds(expression):
    """Whether the compiler leaves no operation of `expression`."""
    code = compile(expression, "", "eval")
    return not any(i.opname.startswith(("BINARY", "UNARY")) for i in dis.get_instructions(code))


def interned(text):
    constant = eval(repr(text))
    other = eval(repr(text))
    return constant is other


def locals_order():
    def g():
        z = T(1)
        a = T(2)
        m = T(3)

    return order(g)


def arguments():
    def f(*args):
        pass

    def g(a, b, c):
        pass

    return order(lambda: g(T(1), T(2), T(3)))


def instance():
    class C:
        pass

    def make():
        c = C()
        c.z, c.a, c.m = T(1), T(2), T(3)

    return order(make)


def caller_owns(star):
    seen = []

    def f(a):
        del log[:]
        del a
        seen.append(not log)

    if star:
        f(*(T(1) for _ in range(1)))
    else:
        f(T(1))
    return seen[0]


def comprehension_inlined():
    return len({sys._getframe() for _ in range(1)} & {sys._getframe()}) == 1


def reversed_keeps():
    xs = [1]
    r = reversed(xs)
    list(r)
    return any(x is xs for x in gc.get_referents(r))


def locals_keeps():
    def f():
        t = T(1)
        locals()
        del log[:]
        del t
        return not log

    return f()


def immortal(value):
    if sys.version_info < (3, 12):
        return False
    before = sys.getrefcount(value)
    more = [value] * 10
    return sys.getrefcount(value) == before and bool(more)


MATCHING = """
def answers(subject, own):
    match subject:
        case [*_]:
            kind = "sequence"
        case {}:
            kind = "mapping"
        case _:
            kind = "neither"
    try:
        match subject:
            case own(whole):
                return kind, whole is subject
            case _:
                return kind, False
    except TypeError:
        return kind, False
"""


def matching():
    """How patterns see an object of each class; none before 3.10."""
    if sys.version_info < (3, 10):
        return None
    import array, collections, types, weakref
    scope = {}
    exec(MATCHING, scope)
    subjects = (
        [], (), range(1), memoryview(b""), array.array("i"), collections.deque(), {}, types.MappingProxyType({}),
        collections.OrderedDict(), collections.defaultdict(), collections.Counter(), weakref.WeakKeyDictionary(),
        weakref.WeakValueDictionary(), "a", b"a", bytearray(), set(), frozenset(), 1, 1.5, True, 1j, None, {}.keys(),
        iter([]), slice(1), object(), weakref.WeakSet(), (n for n in ""),
    )
    return [[type(s).__name__, list(scope["answers"](s, type(s)))] for s in subjects]


def main():
    report = {
        "small_ints": [min(small_ints()), max(small_ints()), len(small_ints())],
        "str_singletons": [c for c in range(1, 1000) if fresh(chr(c)) is fresh(chr(c))],
        "empty": {
            "str": fresh("") is "".join([]),
            "bytes": fresh(b"") is bytes(),
            "tuple": fresh(()) is tuple([]),
            "frozenset": frozenset() is frozenset([]),
            "tuple of unsized": [tuple(i) is () for i in ((x for x in []), map(len, []), zip([]), Unsized())],
            "tuple of sized": [tuple(i) is () for i in (iter([]), {}, set(), range(0), "", iter({}), Sized())],
        },
        "one_byte": all(bytes([b]) is bytes([b]) for b in range(256)),
        "two_bytes": bytes([1, 2]) is bytes([1, 2]),
        "interned": [[text, interned(text)] for text in (
            "abc", "a_9", "_", "a b", "a-b", "a.b", "ab\u00e9", "9lives", "xy" * 1000, "a\n", "\u0416x")],
        "immortal": {
            "singleton": [immortal(v) for v in (None, True, ..., NotImplemented, 0, 256, -5, "", "a", "\xe9", b"", b"a", (), int)],
            "interned": [immortal("some_name_nobody_else_uses")],
            "other": [immortal(v) for v in (257, 1.5, "a b", [], {}, T, main, b"ab", (1,), frozenset([1]))],
        },
        "folds": [[kind, size, folds(text)] for kind, size, text in (
            [("text", n, "'x' * %d" % n) for n in (2, 100, 4095, 4096, 4097, 10**6)]
            + [("text", n, "b'x' * %d" % n) for n in (2, 4096, 4097)]
            + [("tuple", n, "(1,) * %d" % n) for n in (2, 255, 256, 257)]
            + [("int", n + 1, "1 << %d" % n) for n in (10, 100, 127, 128, 200)]
            + [("int", 2 * n, "2 ** %d" % n) for n in (10, 63, 64, 65, 100)]
            + [("int", n + 2, "%d * 3" % (1 << n - 1)) for n in (10, 125, 126, 127, 200)]
        )],
        "matching": matching(),
        "locals": locals_order(),
        "arguments": arguments(),
        "list": order(lambda: [T(1), T(2), T(3)] and None),
        "tuple": order(lambda: (T(1), T(2), T(3)) and None),
        "dict": order(lambda: {"z": T(1), "a": T(2), "m": T(3)} and None),
        "instance": instance(),
        "caller_owns": caller_owns(False),
        "caller_owns_star": caller_owns(True),
        "comprehension_inlined": comprehension_inlined(),
        "with_again": steps("def f():\n with open('/dev/null'):\n  a = 1\n  b = 2\n").count(2) == 2,
        "while_true": steps("def f():\n x = 0\n while True:\n  x += 1\n  if x > 2:\n   break\n").count(3) == 3,
        "reversed_keeps": reversed_keeps(),
        "locals_keeps": locals_keeps(),
        "gc_thresholds": gc.get_threshold(),
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()

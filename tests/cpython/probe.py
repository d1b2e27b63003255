"""Measures the object sizes that src/cpython/sizes claims, and prints them as JSON.

Input: {"fixed": [[type name, sample], ...]}. Output: {group: [[arguments of the Rust function..., size], ...]}.
"""
import array, collections, datetime, functools, itertools, json, operator, re, sys, threading, types, weakref

size = sys.getsizeof


# --- values for the samples of fixed.tbl ---
def f():
    pass


class Sequence:
    def __getitem__(self, index):
        raise IndexError

    def method(self):
        pass


def enclosing():
    x = f
    return lambda: x


d = {1: 2}
sequence = Sequence()
bound = sequence.method
cell = enclosing().__closure__[0]
try:
    1 / 0
except ZeroDivisionError as error:
    traceback = error.__traceback__


def fixed(rows):
    for name, sample in rows:
        try:
            value = eval(sample)
        except AttributeError:  # the module does not have the type yet
            yield [name, None, 0]
            continue
        cls = type(value)
        module = "" if cls.__module__ == "builtins" else cls.__module__ + "."
        yield [name, module + cls.__name__, size(value)]


# --- scalars ---
def ints():
    for bits in [*range(0, 400), 1000, 3999, 4000, 4001, 29999, 30000, 30001]:
        for value in {(1 << bits) - 1, 1 << bits, -(1 << bits), -(1 << bits) + 1}:
            yield [value.bit_length(), size(value)]


def strs():
    for kind, char in enumerate("aé€😀"):
        # bytes.decode makes fresh strings that never cached their UTF-8 form.
        for n in [*range(kind > 0, 70), 1000, 65536]:
            yield [n, kind, size((char * n).encode("utf-32").decode("utf-32"))]


def sized(make, lengths):
    return [[n, size(make(n))] for n in lengths]


SHORT = range(0, 200)


# --- lists: slots ---
def slots(xs):
    return (size(xs) - size([])) // 8


def list_appends():
    xs, last = [], 0
    for n in range(1, 200_001):
        xs.append(None)
        if slots(xs) != last:
            yield [last, n - 1, slots(xs)]
            last = slots(xs)


def list_append_many():
    for start in (0, 1, 3, 4, 5, 17, 1000):
        for count in [*range(0, 100), 1000, 12345, 10**6]:
            xs = [None] * start
            for _ in range(count):
                xs.append(None)
            yield [start, start, count, slots(xs)]


def list_comprehensions():
    for n in [*range(0, 300), 10**5, 10**6]:
        yield [0, 0, n, slots([x for x in range(n)])]


def list_extends():
    for old in range(0, 40):
        for new in range(0, 60):
            xs = [None] * old
            before = slots(xs)
            if old == 0:
                continue  # an empty list is presized
            xs.extend([None] * new)
            yield [before, old, old + new, slots(xs)]


def list_removals():
    for n in (1, 2, 3, 4, 5, 8, 20, 21, 100, 1000):
        xs = [None] * n
        while xs:
            before = slots(xs)
            xs.pop()
            yield [before, len(xs) + 1, len(xs), "pop", slots(xs)]
        for remove, way in (
            (lambda xs: xs.__delitem__(0), "item"),
            (lambda xs: xs.__delitem__(-1), "item"),
            (lambda xs: xs.remove(None), "slice"),
            (lambda xs: xs.__delitem__(slice(0, 1)), "slice"),
            (lambda xs: xs.__setitem__(slice(0, 1), []), "slice"),
            (lambda xs: xs.__delitem__(slice(None, None, 2)), "step"),
        ):
            xs = [None] * n
            while xs:
                before, length = slots(xs), len(xs)
                remove(xs)
                yield [before, length, len(xs), way, slots(xs)]
        for new in range(0, n, 7):
            xs = [None] * n
            del xs[new:]
            yield [n, n, new, "slice", slots(xs)]


def list_presized():
    for n in [*range(0, 120), 1000, 1001, 100_000, 100_001]:
        base = [None] * n
        for xs in (list(base), list(range(n)), list(tuple(base))):
            yield [n, slots(xs)]


def list_extended():
    for n in [*range(0, 120), 1000, 1001, 100_000, 100_001]:
        base = [None] * n
        xs = []
        xs.extend(base)
        for xs in (xs, sorted(base, key=id), [*base], [*range(n)]):
            yield [n, slots(xs)]


def list_sets():
    for n in [*range(0, 120), 1000, 1001]:
        yield [n, slots(list(set(range(n))))]
        numbers = dict.fromkeys(range(n))
        for xs in (list(numbers), list(numbers.keys()), list(numbers.values()), list(numbers.items())):
            yield [n, slots(xs)]


def list_exact():
    for n in [*range(0, 120), 1000, 1001]:
        base = [None] * n
        for xs in (base, base[:], base.copy(), base + []):
            yield [n, slots(xs)]


def list_displays():
    for n in range(0, 60):
        yield [n, "constants", slots(eval("[" + "1," * n + "]"))]
        yield [n, "mixed", slots(eval("[" + "d," * n + "]"))]
        yield [n, "unpacked", slots([*range(n)])]
        yield [n, "unpacked", slots([*([None] * n)])]


def list_iterators():
    for n in [*range(0, 200), 1000, 12345, 10**5]:
        for xs in (list(x for x in range(n)), list(map(id, range(n))), list(zip(range(n)))):
            yield [n, slots(xs)]


# --- dicts ---
def dict_growth():
    strs, numbers = {}, {}
    for n in range(0, 100_001):
        if n < 3000 or n in (5461, 5462, 10922, 10923, 21845, 21846, 43690, 43691, 50000, 87381, 87382):
            yield [n, "str", size(strs)]
            yield [n, "general", size(numbers)]
        strs[str(n)] = numbers[n] = None


def dict_made():
    for n in [*range(1, 200), 341, 342, 700, 1366]:
        strs, numbers = {str(i): i for i in range(n)}, {i: i for i in range(n)}
        for made in (strs, dict(**strs), {**strs}, (lambda **kw: kw)(**strs), strs.copy()):
            yield [n, "str", size(made)]
        for made in (numbers, {**numbers}, numbers.copy(), dict.fromkeys(range(n)), dict(zip(range(n), range(n)))):
            yield [n, "general", size(made)]


def dict_display():
    for n in range(0, 60):
        yield [n, "str", size(eval("{" + ",".join("'%d':d" % i for i in range(n)) + "}"))]
        yield [n, "general", size(eval("{" + ",".join("%d:1" % i for i in range(n)) + "}"))]


def dict_mixed():
    for n in range(0, 60):
        made = {str(i): i for i in range(n)}
        made[1] = 1
        yield [n, size(made)]


def dict_updates():
    for n in range(1, 50):
        for m in range(1, 90):
            for common in {0, min(n, m) // 2, min(n, m)}:
                made = {i: None for i in range(n)}
                made.update({i: None for i in range(n - common, n - common + m)})
                yield [n, m, len(made), size(made)]


def dict_kinds():
    for n in [*range(0, 200), 1000]:
        ordered, default = collections.OrderedDict(), collections.defaultdict(list)
        for i in range(n):
            ordered[i] = default[i] = None
        plain = dict.fromkeys(range(n)) if n else dict()
        yield [n, size(ordered) - size(plain), size(default) - size(plain)]


# --- sets: table slots ---
def table(s):
    return 8 if size(s) == size(set()) else (size(s) - size(set())) // 16


def set_growth():
    grown = set()
    for n in range(0, 130_001):
        if n < 2000 or 30_000 < n < 33_000 or n % 1000 == 0 or 78_000 < n < 79_000:
            yield [n, table(grown)]
        grown.add(n)


def set_made():
    for n in [*range(0, 400), 1228, 1229, 5000]:
        for made in (set(range(n)), {x for x in range(n)}, frozenset(range(n)), set([*range(n)])):
            yield [n, table(made)]


def set_copies():
    for n in [*range(0, 400), 1228, 1229, 5000]:
        base = {x for x in range(n)}
        for made in (set(base), base.copy(), set(dict.fromkeys(range(n))), base | set()):
            yield [n, table(made)]


def set_displays():
    for n in range(1, 80):
        yield [n, "constants", table(eval("{" + ",".join(map(str, range(n))) + "}"))]
        yield [n, "mixed", table(eval("{f," + ",".join(map(str, range(1, n))) + "}"))]


def set_updates():
    for n in range(0, 60):
        for m in range(1, 60):
            made = {x for x in range(n)}
            before = table(made)
            made.update({x for x in range(n, n + m)})
            yield [before, n, m, table(made)]


# --- buffers ---
def bytearray_growth():
    b = bytearray()
    for n in range(1, 5000):
        before = size(b) - size(bytearray())
        b.append(0)
        yield [before, n, size(b) - size(bytearray())]
    while b:
        before = size(b) - size(bytearray())
        b.pop()
        yield [before, len(b), size(b) - size(bytearray())]


def bytearray_made():
    for n in range(1, 100):
        yield [n, size(bytearray(b"x" * n))]


def array_growth():
    for code in "bBhHiIlLqQfd":
        a = array.array(code)
        empty, before = size(a), 0
        for n in range(0, 500):
            a.append(0)
            after = (size(a) - empty) // a.itemsize
            yield [code, before, n, after, size(a)]
            before = after


def array_made():
    for code in "bHiLd":
        for n in range(0, 50):
            yield [code, n, size(array.array(code, [0] * n))]


def deques():
    for n in [*range(0, 400), 10_000]:
        yield [n, "constructor", size(collections.deque(range(n)))]
        appended = collections.deque()
        for i in range(n):
            appended.append(i)
        yield [n, "append", size(appended)]


def memoryviews():
    base = memoryview(bytes(64))
    yield [1, size(base)]
    for shape in ([2, 32], [2, 4, 8], [2, 2, 2, 8], [2] * 6):
        yield [len(shape), size(base.cast("B", shape))]


# --- classes and instances ---
def layouts():
    for n in range(0, 12):
        for extra in ((), ("__dict__",), ("__weakref__",), ("__dict__", "__weakref__")):
            cls = type("C", (), {"__slots__": ("s%d" % i for i in range(n)), **{}}) if not extra else None
            cls = cls or type("C", (), {"__slots__": (*("s%d" % i for i in range(n)), *extra)})
            yield [n, "__dict__" in extra, "__weakref__" in extra, size(cls())]

    class Plain:
        def __init__(self):
            self.x = self.y = None

    class Base:
        __slots__ = ("a",)

    class Both(Base):
        __slots__ = ("b",)

    class Open(Both):
        pass

    yield [0, True, True, size(Plain())]
    yield [2, False, False, size(Both())]
    yield [2, True, True, size(Open())]


def shared_dicts():
    """Dicts of instances and the keys in their class, up to 3.10; later none is promised."""
    told = sys.version_info < (3, 11)
    for n in (1, 2, 5, 6, 10, 11, 21, 22, 40):

        class Plain:
            pass

        instance = Plain()
        for i in range(n):
            setattr(instance, f"a{i}", i)
        yield [n, "dict", size(instance.__dict__) if told else 0]
        yield [n, "class", size(Plain) if told else 0]


def classes():
    class Plain:
        pass

    class Child(Plain):
        __slots__ = ("a",)

    class Slots:
        __slots__ = ("a", "b")

    class Empty:
        __slots__ = ()

    class Error(Exception):
        pass

    class Meta(type):
        pass

    for cls in (Plain, Child, type("L", (list,), {}), type("O", (Slots,), {})):
        yield ["dict", size(cls)]
    for cls in (Error, Meta, type("E", (OSError,), {})):
        yield ["base", size(cls)]
    for cls in (Slots, Empty):
        yield ["slots", size(cls)]


def subclasses():
    contents = {
        list: [[], [1], [1, 2, 3]],
        dict: [{1: 2}],
        set: [set(), set(range(100))],
        frozenset: [{1}, set(range(100))],
        tuple: [(), (1,), (1, 2, 3)],
        int: [0, 1, 10**30],
        str: ["", "a", "hello"],
        float: [1.5],
        bytes: [b"", b"abc"],
        bytearray: [b"", b"abc"],
        ValueError: ["x"],
        OSError: ["x"],
    }
    for base, values in contents.items():
        cls = type("C", (base,), {})
        for value in values:
            yield [base.__name__, size(cls(value)) - size(base(value))]


def exceptions():
    import builtins

    for name, cls in vars(builtins).items():
        if isinstance(cls, type) and issubclass(cls, BaseException) and not name.startswith("_"):
            arguments = {
                "UnicodeDecodeError": ("utf-8", b"", 0, 1, ""),
                "UnicodeEncodeError": ("utf-8", "", 0, 1, ""),
                "UnicodeTranslateError": ("", 0, 1, ""),
                "ExceptionGroup": ("", [ValueError()]),
                "BaseExceptionGroup": ("", [ValueError()]),
            }.get(name, ())
            yield [name, size(cls(*arguments))]


def suspended():
    sources = ["pass", "a = b = c = 1", "x = f(1, f(2, [3, 4, f(5)]))", "lambda: q; q = p = 1"]
    for body in sources:
        for kind, text in (
            ("generator", "def g():\n yield\n " + body),
            ("coroutine", "async def g():\n " + body),
            ("async_generator", "async def g():\n yield\n " + body),
        ):
            scope = {"f": f}
            exec(text, scope)
            code = scope["g"].__code__
            made = scope["g"]()
            # A local that is also a cell has one slot since 3.11.
            names = {*code.co_varnames, *code.co_cellvars, *code.co_freevars}
            yield [kind, len(names), code.co_stacksize, size(made)]
            getattr(made, "close", lambda: None)()


def main():
    given = json.load(sys.stdin)
    lengths = [*SHORT, 1000, 10**5]
    report = {
        "fixed": fixed(given["fixed"]),
        "int": ints(),
        "bool": [[value, size(value)] for value in (False, True)],
        "str": strs(),
        "latin1_singletons": [size(chr(code)) for code in range(256)],
        "bytes": sized(bytes, lengths),
        "tuple": sized(lambda n: (None,) * n, lengths),
        "list": sized(lambda n: [None] * n, lengths),
        "list_append": list_appends(),
        "list_append_many": [*list_append_many(), *list_comprehensions()],
        "list_extend": list_extends(),
        "list_remove": list_removals(),
        "list_presized": list_presized(),
        "list_from_hashed": list_sets(),
        "list_extend_empty": list_extended(),
        "list_exact": list_exact(),
        "list_display": list_displays(),
        "list_from_iterator": list_iterators(),
        "dict": [*dict_growth(), *dict_made(), *dict_display()],
        "dict_mixed": dict_mixed(),
        "dict_call_empty": [size(dict()), size({})],
        "dict_update": dict_updates(),
        "dict_kinds": dict_kinds(),
        "set": [[8, size(set())], [32, size(set(range(5)))]],
        "set_of_adds": [*set_growth(), *set_made()],
        "set_of_copy": set_copies(),
        "set_of_display": set_displays(),
        "set_update": set_updates(),
        "bytearray_resize": bytearray_growth(),
        "bytearray": bytearray_made(),
        "array_append": array_growth(),
        "array": array_made(),
        "deque": deques(),
        "memoryview": memoryviews(),
        "instance": layouts(),
        "class": classes(),
        "shared_dict": list(shared_dicts()),
        "subclass": subclasses(),
        "exception": exceptions(),
        "suspended": suspended(),
    }
    json.dump({group: list(rows) for group, rows in report.items()}, sys.stdout)


if __name__ == "__main__":
    main()

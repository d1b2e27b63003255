"""Random small Python programs over the subset that `heaplight trace` models; the same seed gives the same program.

Every program binds, shares, mutates and drops objects; instances of `T` print their number when they go. What is
generated cannot fail: indices are in range, names are bound, and exceptions are caught (`leaving.py`).
"""
import random

from classes import Classes
from focus import Focus
from language import Language
from leaving import HEADER as LEAVING_HEADER
from leaving import Leaving

IMPORTS = """import functools
import gc
import itertools
import weakref
from array import array
from collections import deque
"""
HEADER = """class T:
    def __init__(self, n, held=None):
        self.n = n
        self.held = held
    def __del__(self):
        print("del", self.n)
    def keep(self, x):
        self.held = x
        return self
"""
PROLOGUE = IMPORTS + HEADER + LEAVING_HEADER


class Program(Classes, Language, Leaving, Focus):
    def __init__(self, seed, version):
        self.version = version
        self.random = random.Random(seed)
        self.lines = []
        self.depth = 0
        self.number = 0
        self.functions = {}
        self.classes = {}  # name -> what its objects can do
        self.scopes = [{}]  # name -> kind: list, dict, instance, int, str, tuple, generator

    # -- writing

    def emit(self, text):
        self.lines.append("    " * self.depth + text)

    def fresh(self, prefix="v"):
        self.number += 1
        return f"{prefix}{self.number}"

    @property
    def names(self):
        return self.scopes[-1]

    def bind(self, name, kind):
        self.names[name] = kind

    def pick(self, *kinds):
        found = [n for n, k in self.names.items() if not kinds or k in kinds]
        return self.random.choice(found) if found else None

    # -- expressions: (text, kind)

    def atom(self):
        choice = self.random.randrange(7)
        name = self.pick()
        if choice < 3 and name:
            return name, self.names[name]
        if choice == 3:
            self.number += 1
            return f"T({self.number})", "instance"
        if choice == 4:
            return str(self.random.choice([0, 7, 256, 257, 100000])), "int"
        if choice == 5:
            return repr(self.random.choice(["a", "key", "two words", ""])), "str"
        return "[]", "list"

    def expression(self):
        make = self.random.choice(
            [self.atom, self.atom, self.list_display, self.tuple_display, self.dict_display, self.copy, self.call]
            + [self.comprehension, self.conditional, self.concatenation, self.instance]
        )
        return make()

    def items(self, low, high):
        return [self.atom()[0] for _ in range(self.random.randint(low, high))]

    def list_display(self):
        return "[" + ", ".join(self.items(0, 4)) + "]", "list"

    def tuple_display(self):
        return "(" + ", ".join(self.items(2, 3)) + ")", "tuple"

    def dict_display(self):
        return "{" + ", ".join(f"{self.random.randrange(4)}: {v}" for v in self.items(0, 3)) + "}", "dict"

    def instance(self):
        self.number += 1
        held = self.atom()[0]
        return self.random.choice([f"T({self.number}, {held})", f"T({self.number}, held={held})"]), "instance"

    def copy(self):
        name = self.pick("list")
        if not name:
            return self.list_display()
        return self.random.choice([f"{name}[:]", f"list({name})", f"{name}.copy()", f"{name} * 2"]), "list"

    def concatenation(self):
        name = self.pick("list")
        return (f"{name} + [{self.atom()[0]}]" if name else "[1] + [2]"), "list"

    def conditional(self):
        name = self.pick()
        (a, kind), (b, other) = self.atom(), self.atom()
        kind = kind if kind == other else "any"
        return (f"{a} if {name} else {b}" if name else a), kind if name else "any"

    def comprehension(self):
        name, item = self.pick("list"), self.fresh("i")
        source = name or "range(3)"
        element = self.random.choice([item, f"[{item}]", f"({item}, 1)", f"T({self.number + 1000})"])
        test = self.random.choice(["", "", f" if {item} is not None"])
        return f"[{element} for {item} in {source}{test}]", "list"

    def call(self):
        if not self.functions:
            return self.atom()
        name = self.random.choice(list(self.functions))
        parameters, kind = self.functions[name]
        given = self.random.randint(1, len(parameters))
        arguments = [self.atom()[0] for _ in range(given)]
        if given > 1 and self.random.random() < 0.4:
            arguments[-1] = f"{parameters[given - 1]}={arguments[-1]}"
        return f"{name}({', '.join(arguments)})", kind

    # -- statements

    def statement(self):
        simple = [self.assign] * 5 + [self.alias, self.mutate, self.mutate, self.delete, self.swap, self.rebind]
        simple += [self.unpack, self.expression_statement, self.augmented, self.attribute, self.chain, self.show]
        simple += [self.sets, self.slices, self.views, self.deques, self.buffers, self.weak, self.lazy, self.formats]
        compound = [self.for_loop, self.while_loop, self.if_statement] if self.depth < 3 else []
        compound += self.leaving_statements() if self.depth < 2 else []
        more, blocks, top = self.language_statements()
        simple += more
        compound += blocks if self.depth < 2 else []
        if self.depth == 0:
            compound += top
            compound += [self.function, self.generator, self.cycle, self.class_statement, self.function_object]
        if self.classes:
            simple += [self.object_statement] * 4
        self.random.choice(simple + compound)()

    def block(self, count):
        before, written = dict(self.names), len(self.lines)
        self.depth += 1
        for _ in range(count):
            self.statement()
        if len(self.lines) == written:
            self.emit("pass")
        self.depth -= 1
        # What a block binds or deletes may not have happened.
        after = self.names
        for name in list(after):
            if before.get(name) != after[name]:
                del after[name]

    def assign(self):
        name = self.pick() if self.random.random() < 0.3 else self.fresh()
        name = name or self.fresh()
        text, kind = self.expression()
        self.emit(f"{name} = {text}")
        self.bind(name, kind)

    def alias(self):
        name = self.pick()
        if name:
            new = self.fresh()
            self.emit(f"{new} = {name}")
            self.bind(new, self.names[name])

    def chain(self):
        first, second = self.fresh(), self.fresh()
        text, kind = self.expression()
        self.emit(f"{first} = {second} = {text}")
        self.bind(first, kind)
        self.bind(second, kind)

    def mutate(self):
        name = self.pick("list", "dict")
        if not name:
            return
        value = self.atom()[0]
        if self.names[name] == "dict":
            forms = [f"{name}[{self.random.randrange(4)}] = {value}", f"{name}.setdefault(5, []).append({value})"]
            forms += [f"{name}.pop(1, None)", f"{name}.get(0)", f"{name}.update({{6: {value}}})"]
        else:
            forms = [f"{name}.append({value})", f"{name}.insert(0, {value})", f"{name}.extend([{value}, 1])"]
            forms += [f"if {name}: {name}.pop()", f"if {name}: {name}[0] = {value}", f"if {name}: del {name}[0]"]
            forms += [f"{name}.clear()", f"{name}.reverse()", f"{name}[:1] = [{value}]", f"del {name}[1:]"]
        self.emit(self.random.choice(forms))

    def attribute(self):
        name = self.pick("instance")
        if name:
            value = self.atom()[0]
            self.emit(self.random.choice([f"{name}.held = {value}", f"{name}.keep({value})", f"{name}.held = None"]))

    def augmented(self):
        name = self.pick("list", "int")
        if name:
            self.emit(f"{name} += " + (f"[{self.atom()[0]}]" if self.names[name] == "list" else "1"))

    def delete(self):
        name = self.pick()
        if name and len(self.names) > 2:
            self.emit(f"del {name}")
            del self.names[name]

    def rebind(self):
        name = self.pick()
        if name:
            self.emit(f"{name} = None")
            self.bind(name, "none")

    def swap(self):
        a, b = self.pick(), self.pick()
        if a and b and a != b:
            self.emit(f"{a}, {b} = {b}, {a}")
            self.names[a], self.names[b] = self.names[b], self.names[a]

    def unpack(self):
        a, b = self.fresh(), self.fresh()
        (x, kind), (y, other) = self.atom(), self.atom()
        self.emit(self.random.choice([f"{a}, {b} = {x}, {y}", f"{a}, {b} = [{x}, {y}]"]))
        self.bind(a, kind)
        self.bind(b, other)

    def expression_statement(self):
        self.emit(self.expression()[0])

    # -- builtin types and the library

    def ints(self, low=0, high=5):
        return [str(self.random.randrange(40)) for _ in range(self.random.randint(low, high))]

    def sets(self):
        name = self.pick("set")
        if not name or self.random.random() < 0.3:
            name = self.fresh()
            made = "{" + ", ".join(self.ints(1, 6)) + "}"
            self.emit(f"{name} = {self.random.choice([made, f'set([{self.ints(1, 1)[0]}])', f'frozenset({made})'])}")
            self.bind(name, "set" if "frozen" not in self.lines[-1] else "frozen")
            return
        other = self.pick("set", "frozen")
        item = self.random.randrange(40)
        forms = [f"{name}.add({item})", f"{name}.discard({item})", f"{name} {self.random.choice('|&-^')}= {other}"]
        forms += [f"if {name}: {name}.pop()", f"{name}.update({self.ints()})", f"print({name})", f"print(sorted({name}))"]
        self.emit(self.random.choice(forms))
        if self.random.random() < 0.4:
            new = self.fresh()
            self.emit(f"{new} = {name} {self.random.choice('|&-^')} {other}")
            self.bind(new, "set")

    def slices(self):
        name = self.pick("list")
        if not name:
            return
        a, b = self.random.randrange(-3, 4), self.random.randrange(-3, 6)
        forms = [f"{name}[{a}:{b}] = [{self.atom()[0]}, 1]", f"del {name}[{a}:{b}]", f"del {name}[::2]"]
        forms += [f"{name}[::2] = [0] * len({name}[::2])", f"{self.fresh()} = {name}[{a}:{b}]", f"{name} *= 2"]
        forms += [f"{self.fresh()} = {name}[::-1]", f"if {name}: del {name}[-1]", f"{name}[:] = {name}[1:]"]
        self.emit(self.random.choice(forms))

    def views(self):
        name = self.pick("dict")
        if not name:
            return
        new = self.fresh()
        forms = [f"{new} = {name} | {{7: {self.atom()[0]}}}", f"{name} |= {{8: 1}}", f"{new} = list({name}.items())"]
        forms += [f"{new} = {name}.keys()", f"{new} = list(reversed({name}))", f"{new} = {name}.keys() & {{0, 1}}"]
        forms += [f"print(len({name}.values()), 1 in {name}.keys())", f"if {name}: {new} = {name}.popitem()"]
        self.emit(self.random.choice(forms))

    def deques(self):
        name = self.pick("deque")
        value = self.atom()[0]
        if not name:
            name = self.fresh()
            self.emit(f"{name} = deque([{value}], maxlen={self.random.choice(['None', '2', '3'])})")
            self.bind(name, "deque")
            return
        forms = [f"{name}.append({value})", f"{name}.appendleft({value})", f"if {name}: {name}.popleft()"]
        forms += [f"{name}.rotate(1)", f"{name}.extend([{value}, 2])", f"if {name}: {name}[0] = {value}"]
        forms += [f"{name}.clear()", f"{self.fresh()} = {name}.copy()", f"if {name}: del {name}[-1]", f"print(len({name}))"]
        self.emit(self.random.choice(forms))

    def buffers(self):
        name = self.pick("array", "bytearray")
        if not name:
            name, kind = self.fresh(), self.random.choice(["array", "bytearray"])
            made = f"[{', '.join(self.ints(1, 4))}]"
            self.emit(f"{name} = " + (f"array('i', {made})" if kind == "array" else f"bytearray({made})"))
            self.bind(name, kind)
            return
        forms = [f"{name}.append(7)", f"{name}.extend([1, 2])", f"if {name}: {name}.pop()", f"{self.fresh()} = {name}[1:]"]
        self.emit(self.random.choice([*forms, f"{name}.insert(0, 9)", f"print({name}, len({name}))"]))

    def weak(self):
        name = self.pick("instance")
        if not name or self.depth:
            return
        new = self.fresh()
        forms = [f"{new} = weakref.ref({name})", f"{new} = weakref.ref({name}, lambda r: print('gone'))"]
        forms += [f"weakref.finalize({name}, print, 'finalized')", f"{new} = weakref.WeakValueDictionary(a={name})"]
        if "WeakValue" not in forms[-1] or self.random.random() < 0.8:
            forms.pop()
        self.emit(self.random.choice(forms))

    def lazy(self):
        source = self.pick("list") or "[[1], [2]]"
        source = f"{source}[:3]"
        new = self.fresh()
        forms = [f"itertools.chain({source}, [1])", f"itertools.islice({source}, 2)", f"zip({source}, 'ab')"]
        forms += [f"itertools.cycle([{self.atom()[0]}])", f"enumerate({source})", f"reversed({source})", f"iter({source})"]
        forms += [f"itertools.permutations({source}, 2)", f"itertools.repeat({self.atom()[0]}, 2)", f"map(str, [1, 2])"]
        forms += [f"itertools.zip_longest({source}, [0])", f"itertools.product({source} + [0], [1])", f"filter(None, {source})"]
        self.emit(f"{new} = {self.random.choice(forms)}")
        got = self.fresh()
        self.emit(f"{got} = next({new}, None)")
        self.emit(self.random.choice([f"del {new}", f"{got} = None", f"{new} = functools.partial(len, {source})", "pass"]))

    def formats(self):
        n, s = self.random.randrange(300), self.random.choice(["a", "word", ""])
        forms = [f"f'{{{n}:>6}}|{{{n / 8}:.2f}}'", f"'%d %s %05d' % ({n}, {s!r}, {n})", f"'{{}}-{{:x}}'.format({s!r}, {n})"]
        forms += [f"{s!r}.upper() + 'x'", f"'a-b-c'.split('-')", f"', '.join(['p', {s!r}])", f"{s!r}.center(7, '*')", f"str({n})"]
        new = self.fresh()
        self.emit(f"{new} = {self.random.choice(forms)}")
        self.bind(new, "any")

    def show(self):
        name = self.pick("list", "dict", "int", "str")
        if name:
            self.emit(f"print(len({name}))" if self.names[name] != "int" else f"print({name})")

    def for_loop(self):
        item, source = self.fresh("x"), self.pick("list")
        source = f"{source}[:2]" if source else self.random.choice(["range(2)", "[1, [2]]", "(T(-1), T(-2))"])
        self.emit(f"for {item} in {source}:")
        self.loops += 1
        self.block(self.random.randint(1, 2))
        self.loops -= 1
        if self.random.random() < 0.3:
            self.depth += 1
            self.emit(f"if {item}: {self.random.choice(['break', 'continue'])}")
            self.depth -= 1

    def while_loop(self):
        counter = self.fresh("n")
        self.emit(f"{counter} = {self.random.randint(1, 3)}")
        self.emit(f"while {counter}:")
        self.depth += 1
        self.emit(f"{counter} -= 1")
        self.depth -= 1
        self.loops += 1
        self.block(self.random.randint(1, 2))
        self.loops -= 1

    def if_statement(self):
        name = self.pick()
        if not name:
            return
        self.emit(self.random.choice([f"if {name}:", f"if {name} is None:", f"if not {name}:"]))
        self.block(self.random.randint(1, 2))
        if self.random.random() < 0.4:
            self.emit("else:")
            self.block(1)

    def suite(self, names):
        self.scopes.append(names)
        self.depth += 1
        for _ in range(self.random.randint(1, 4)):
            self.statement()

    def end_suite(self):
        self.depth -= 1
        self.scopes.pop()

    def function(self):
        name, parameters = self.fresh("f"), ["a", "b", "c"][: self.random.randint(1, 3)]
        default = self.random.choice(["None", "[]", "(1, 2)", "7"])
        shown = [p if i == 0 else f"{p}={default}" for i, p in enumerate(parameters)]
        self.emit(f"def {name}({', '.join(shown)}):")
        self.may_return = True
        self.suite({p: "any" for p in parameters})
        self.may_return = False
        text, kind = self.atom()
        self.emit(self.random.choice([f"return {text}", f"return [{text}]", "pass"]))
        self.end_suite()
        self.functions[name] = (parameters, "any")

    def generator(self):
        name, result = self.fresh("g"), self.fresh()
        self.emit(f"def {name}(a):")
        self.suite({"a": "any"})
        self.emit("for k in range(3):")
        self.emit(f"    yield {self.random.choice(['k', '[k]', 'a', 'T(k)'])}")
        self.end_suite()
        self.emit(f"{result} = {name}({self.atom()[0]})")
        got = self.fresh()
        self.emit(f"{got} = next({result})")
        self.bind(got, "any")
        ends = [f"del {result}", f"{result} = None", f"for w in {result}: pass", f"{self.fresh()} = list({result})"]
        self.emit(self.random.choice(ends))

    def cycle(self):
        name = self.fresh()
        self.number += 1
        self.emit(f"{name} = T({self.number})")
        self.emit(f"{name}.held = {self.random.choice([name, f'[{name}]', f'{{0: {name}}}'])}")
        self.emit(f"del {name}")
        if self.random.random() < 0.5:
            self.emit("gc.collect()")


def generate(seed, statements=12, version=(3, 9)):
    program = Program(seed, version)
    for at in range(statements):
        program.statement()
        if at in (statements // 3, 2 * statements // 3):
            program.focused()
    program.at_last()
    return PROLOGUE + "\n".join(program.lines) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(generate(int(sys.argv[1])))

"""Statements for constructs that random choice alone would bring too seldom: each program has some of them."""

SEQUENCE = """class {c}:
    def __init__(self, *items):
        self.items = list(items)
    def __len__(self):
        return len(self.items)
    def __getitem__(self, i):
        return self.items[i]
    def __setitem__(self, i, value):
        self.items[i] = value
    def __delitem__(self, i):
        del self.items[i]
{o} = {c}({x}, T({n}), {y})"""
SEQUENCE_USES = [
    "print(len({o}), bool({o}))",
    "{v} = {o}[0]",
    "{v} = {o}[-1:]",
    "{o}[0] = {x}",
    "{o}[1:] = [{x}, {y}]",
    "if len({o}) > 1: del {o}[1]",
    "{v} = [k for k in {o}]",
    "{v} = list({o})",
    "{v} = {x} in {o}",
    "{v}, *{v}b = {o}",
    "{o}[0], {v} = {v0}, {o}[0]",
    "{o}.items += [{x}]",
    "for {v} in reversed({o}): pass",
]

NUMBER = """class {c}:
    def __init__(self, held, by=None):
        self.held = held
        self.by = by
    def __add__(self, other):
        return {c}(self, other) if isinstance(other, {c}) else NotImplemented
    def __radd__(self, other):
        return {c}(other, self)
    def __call__(self, x=None, *more, key={y}):
        return [x, key, more]
    def __eq__(self, other):
        return self is other
    def __hash__(self):
        return 7
    def __repr__(self):
        return 'number'
{o} = {c}({x})"""
NUMBER_USES = [
    "{v} = {o} + {c}(T({n}))",
    "{v} = [1] + {o}",
    "{v} = sum([{o}, {o}], {o})",
    "{o} += {c}({x})",
    "{v} = {o}({x}, {y}, key=T({n}))",
    "{v} = {o}(*[T({n})])",
    "{v} = list(map({o}, [{x}, 2]))",
    "{o}()",
    "{v} = {{{o}: {x}}}",
    "print({o}, [{o}], f'{{{o}}}')",
    "{v} = {o}.__call__",
    "try: {o} + {x}\nexcept TypeError: pass",
]

SLOTTED = """class {c}:
    __slots__ = ('left', 'right', {extra})
    def __init__(self, left):
        self.left = left
    @property
    def pair(self):
        return [self.left, getattr(self, 'right', None)]
    @pair.setter
    def pair(self, value):
        self.left, self.right = value
    @pair.deleter
    def pair(self):
        del self.left
{o} = {c}({x})"""
SLOTTED_USES = [
    "{v} = {o}.pair",
    "{o}.pair = {x}, T({n})",
    "if hasattr({o}, 'left'): del {o}.pair",
    "{o}.right = {y}",
    "{o}.left = T({n})",
    "print(hasattr({o}, 'right'), hasattr({o}, 'left'))",
    "try: {o}.nothing = {x}\nexcept AttributeError: pass",
    "if hasattr({o}, 'right'): del {o}.right",
    "{o}.left = {o}; {o}.left = None",
]

GUARDED = """def {g}(a):
    held = T({n}, a)
    while True:
        try:
            x = yield held
            held = [x]
        except E as error:
            held = {handled}
        except GeneratorExit:
            print('closing')
            {closing}
{o} = {g}({x})"""
GUARDED_USES = [
    "{v} = next({o}, None)",
    "{v} = next({o}, None)\ntry: {v} = {o}.throw(E({x}))\nexcept E: pass",
    "next({o}, 1); {o}.close()",
    "{o}.close()",
    "try: {o}.throw(ValueError({x}))\nexcept (ValueError, StopIteration) as {v}e: print(type({v}e).__name__)",
    "try: {v} = {o}.throw(E)\nexcept (E, StopIteration): pass",
    "next({o}, 1)\ntry: {v} = {o}.send(T({n}))\nexcept StopIteration: pass",
    "del {o}; {o} = {g}({y})",
]

RELAYED = """def {g}(a):
    try:
        yield [a]
        yield T({n})
    except E as error:
        yield {handled}
    finally:
        print('inner')
    return {x}
def {h}(a):
    try:
        got = yield from {g}(a)
        yield [got]
    except ValueError as error:
        yield T({n}, {y})
    finally:
        print('outer')
{o} = {h}({x})"""
RELAYED_USES = [
    "{v} = next({o}, None)",
    "next({o}, None)\ntry: {v} = {o}.throw(E({y}))\nexcept (E, StopIteration): pass",
    "try: {v} = {o}.throw(ValueError(T({n})))\nexcept (ValueError, StopIteration): pass",
    "next({o}, None); {o}.close()",
    "{o}.close()",
    "del {o}; {o} = {h}({y})",
    "for {v} in {o}: pass",
]

AWAITED = """class {c}:
    def __init__(self, x):
        self.x = x
    def __await__(self):
        got = yield self.x
        return [got, self.x]
async def {g}(a):
    held = T({n}, a)
    return await {c}(held)
async def {h}(a):
    try:
        return await {g}(a)
    except E:
        return {y}
    finally:
        print('left')
{o} = {h}({x})"""
AWAITED_USES = [
    "{v} = {o}.send(None)\ntry: {o}.send({y})\nexcept StopIteration as stop: {v} = stop.value",
    "{o}.send(None); {o}.close()",
    "{o}.send(None)\ntry: {o}.throw(E({x}))\nexcept StopIteration as stop: {v} = stop.value",
    "{v} = {o}.send(None)\ndel {o}",
    "{o}.close()",
]

ASYNC_BLOCKS = """class {c}:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return [self.n, {y}]
    async def __aenter__(self):
        return T({n}, self.n)
    async def __aexit__(self, kind, error, trace):
        print('async exit', kind is None)
        return {swallows}
async def {g}(a):
    seen = []
    async for k in {c}(2):
        seen.append(k)
    {more}
    async with {c}(1) as m:
        seen.append(m)
        {failing}
    return seen
{o} = {g}({x})
try:
    {o}.send(None)
except StopIteration as stop:
    {v} = stop.value
except E:
    {v} = None"""

GROUPS = """try:
    raise ExceptionGroup('several', [{errors}])
except* {first}{name}:
    {handled}
except* (KeyError, E) as {v}b:
    {also}
{rest}"""

GENERIC = """class {c}[P, Q: int{default}]:
    kind = {x}
    def __init__(self, item: P):
        self.item = item
    def swap[R](self, other: R) -> P:
        self.item, other = other, self.item
        return other
def {g}[P](a: P, b: P | None = {y}) -> list[P]:
    return [a, b]
type {h}[K] = dict[K, list[K]]
{o} = {c}({x})
{v} = {g}({o})"""
GENERIC_USES = [
    "{v} = {o}.swap(T({n}))",
    "{v} = {g}({x}, T({n}))",
    "print({c}.__name__, {g}.__name__)",
    "{o}.item = {y}",
    "{v} = {g}; del {v}",
    "{o} = {c}(item={o})",
    "{c}.kind = T({n})",
]

REMOVED = """class {c}: pass
{o} = {c}()
{o}.first = {o}.second = {x}
{o}.table = {{'a': T({n}), 'b': {y}, 3: [{x}]}}
{o}.row = [{x}, T({n}), {y}, 5]"""
REMOVED_USES = [
    "del {o}.first",
    "del {o}.second, {o}.table['a']",
    "del {o}.row[0], {o}.row[-1]",
    "del {o}.row[1:3]",
    "del {o}.row[::2]",
    "del {o}.table[3], {o}.table",
    "del {o}.__dict__['row']",
    "delattr({o}, 'row')",
    "{v} = {o}.row; del {o}.row",
    "{o}.third = {y}; del {o}.third",
    "{v} = vars({o})",
]

COMPREHENSIONS = [
    "{v} = {{k % 3 for k in range(5)}}",
    "{v} = {{k: [k, {x}] for k in range(3) if k}}",
    "{v} = {{str(k): T(k) for k in (1, 2)}}",
    "{v} = {{k: v for k, v in zip('ab', [{x}, {y}])}}",
    "{v} = {{(a, b) for a in range(2) for b in range(a)}}",
    "{v} = ([k, {x}] for k in range(3))\n{o} = next({v})",
    "{v} = list(T(k) for k in range(2))",
    "{v} = (k for k in [T({n}), {x}])\nnext({v})\ndel {v}",
    "{v} = sum(k * k for k in range(6) if k % 2)",
    "{v} = {{k: {{j for j in range(k)}} for k in range(3)}}",
    "{v} = [f() for f in [(lambda k=k: [k]) for k in range(3)]]",
    "{v} = dict((k, [k]) for k in 'xy')",
    "{v} = max((k for k in [3, 1, 2]), key=lambda k: -k)",
    "{v} = next((k for k in [{x}, {y}] if k), None)",
]

MANAGERS = """import contextlib
@contextlib.contextmanager
def {g}(a):
    held = T({n}, a)
    try:
        yield {yielded}
    {leaving}
try:
    with {g}({x}) as {o}:
        {body}
except E as {v}:
    print('out')"""
SUPPRESSED = """import contextlib
with contextlib.suppress(E, KeyError) as {o}:
    {v} = [{x}]
    {body}"""


class Focus:
    """Mixed into Program."""

    def focus_statements(self):
        found = [self.sequence_class, self.number_class, self.slotted_with_property, self.guarded, self.relayed]
        found += [self.removed, self.comprehensions, self.awaited, self.async_blocks]
        if self.version >= (3, 11):
            found.append(self.group)
        return found

    def last_statements(self):
        """What the simulation does not follow far: it comes last, or nothing behind it would be compared."""
        found = [self.managers, self.suppressed]
        if self.version >= (3, 12):
            found.append(self.generic)
        return found

    def focused(self):
        self.random.choice(self.focus_statements())()

    def at_last(self):
        if self.random.random() < 0.2:
            self.random.choice(self.last_statements())()

    def lay_out(self, template, uses=(), times=3, **more):
        """The template with fresh names, and some of its uses."""
        names = {key: self.fresh(key) for key in "cghov"}
        parts = [template, *self.random.choices(uses, k=times)] if uses else [template]
        first = names["v"]
        self.emit(f"{first} = None")
        for part in parts:
            self.number += 1
            found = {"n": self.number, "x": self.atom()[0], "y": self.atom()[0], "v0": first, **more}
            for line in part.format(**names, **found).split("\n"):
                self.emit(line)
            if parts.index(part) and self.random.random() < 0.6:
                names["v"] = self.fresh("v")
        for key in "ov":
            if any(f"{{{key}}} =" in part for part in parts[:1]):
                self.bind(names[key], "any")

    def sequence_class(self):
        self.lay_out(SEQUENCE, SEQUENCE_USES, 4)

    def number_class(self):
        self.lay_out(NUMBER, NUMBER_USES, 4)

    def slotted_with_property(self):
        self.lay_out(SLOTTED, SLOTTED_USES, 4, extra=self.random.choice(["'more'", "'_x', '_y'", ""]))

    def guarded(self):
        closing = self.random.choice(["return", "raise", "return [held]"])
        handled = self.random.choice(["error.args", "a", "[held]", "error"])
        self.lay_out(GUARDED, GUARDED_USES, 3, closing=closing, handled=handled)

    def relayed(self):
        self.lay_out(RELAYED, RELAYED_USES, 2, handled=self.random.choice(["error.args", "a", "[a]", "T(0, a)"]))

    def removed(self):
        uses = self.random.sample(REMOVED_USES, 3)
        used, kept = set(), []
        for use in uses:
            # Nothing is deleted twice.
            touched = {word for word in ("first", "second", "table", "row", "third") if word in use}
            if not touched & used:
                kept.append(use)
            used |= touched
        self.lay_out("\n".join([REMOVED, *kept]))

    def comprehensions(self):
        for form in self.random.sample(COMPREHENSIONS, 3):
            self.lay_out(form)

    def awaited(self):
        self.lay_out(AWAITED, AWAITED_USES, 1)

    def async_blocks(self):
        failing = self.random.choice(["pass", "fail(m)", "raise E(seen)", "seen = [m]"])
        more = self.random.choice(["pass", "print(len(seen))", "seen = [k for k in seen]", "del k"])
        swallows = self.random.choice(["True", "None"])
        names = {"failing": failing, "swallows": swallows}
        self.lay_out(ASYNC_BLOCKS.replace("{more}", more), **names)

    def group(self):
        errors = ["E([1])", "KeyError('k')", "ValueError(T(9))", "ExceptionGroup('in', [E(2), ValueError(3)])"]
        chosen = ", ".join(self.random.sample(errors, self.random.randint(1, 3)))
        name = self.random.choice(["", " as {v}a"])
        handled = ["pass", "print('first')"] + (["print(len({v}a.exceptions))", "{v} = {v}a"] if name else [])
        also = ["pass", "print({v}b.message)", "{v} = {v}b.exceptions"]
        rest = self.random.choice(["except* Exception: pass", "except* Exception as {v}c: print('rest')\nfinally: print('end')"])
        first = self.random.choice(["ValueError", "E", "(ValueError, TypeError)"])
        text = GROUPS
        for key, part in {"name": name, "handled": self.random.choice(handled), "also": self.random.choice(also), "rest": rest}.items():
            text = text.replace("{" + key + "}", part)
        self.lay_out(text, errors=chosen, first=first)

    def generic(self):
        default = " = int" if self.version >= (3, 13) else ""
        self.lay_out(GENERIC, GENERIC_USES, 3, default=default)

    def managers(self):
        leaving = ["finally: print('closed')", "except E as error: print('caught', len(error.args))", "finally: held = None"]
        body = ["pass", "fail({x})", "{v} = [{o}]", "raise E({o})"]
        yielded = ["held", "[a]", "a", ""]
        text = MANAGERS
        for key, forms in {"leaving": leaving, "body": body, "yielded": yielded}.items():
            text = text.replace("{" + key + "}", self.random.choice(forms))
        self.lay_out(text)

    def suppressed(self):
        body = self.random.choice(["pass", "fail({v})", "{{}}[{v}[0:0] == 1]", "raise E({v})", "del {v}[0]"])
        self.lay_out(SUPPRESSED.replace("{body}", body))

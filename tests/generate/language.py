"""Statements of the language itself: patterns, closures, stars, scopes, what later versions of Python added."""

DIAMOND = """class {p}:
    tag = 'p'
    def who(self):
        return [self.tag]
class {q}({p}):
    def who(self):
        return ['q'] + super().who()
class {r}({p}):
    tag = {tag}
    def who(self):
        return ['r'] + super().who()
class {s}({q}, {r}):
    def __init__(self, held):
        self.held = held
    def __repr__(self):
        return 'S(%d)' % len(self.tag)
    def __iadd__(self, other):
        self.held = [self.held, other]
        return self
    def __contains__(self, item):
        return item == 1
    def __bool__(self):
        return self.held is not None
    def __del__(self):
        print('del s')"""
DIAMOND_USES = [
    "print({o}, repr({o}), f'{{{o}!r:>6}}')",
    "{o} += {x}",
    "{v} = {o}.who()",
    "print(1 in {o}, 2 in {o})",
    "{v} = 'yes' if {o} else 'no'",
    "del {o}.held",
    "{v} = [c.__name__ for c in {c}.__mro__]",
]


class Language:
    """Mixed into Program."""

    version = (3, 9)

    def language_statements(self):
        """(simple, compound, at the top only)"""
        simple = [self.walrus, self.star_unpacking, self.star_call, self.f_string, self.displays]
        top = [self.closure, self.counter, self.global_name, self.late_binding, self.diamond, self.sender]
        top += [self.recursive, self.lambda_default, self.delegating, self.handled_context, self.decorated_class]
        compound = [self.else_of_loop]
        if self.version >= (3, 10):
            compound.append(self.match_statement)
        return simple, compound, top

    def walrus(self):
        name, source = self.fresh("w"), self.pick("list") or "[1, [2]]"
        forms = [f"print(({name} := len({source})) > 1)", f"{self.fresh()} = [({name} := k) for k in {source}[:2]]"]
        forms += [f"if ({name} := {self.atom()[0]}): pass", f"{self.fresh()} = ({name} := {self.atom()[0]}, {name})"]
        self.emit(self.random.choice(forms))

    def star_unpacking(self):
        a, b, c = self.fresh(), self.fresh(), self.fresh()
        items = ", ".join(self.items(2, 4))
        forms = [f"{a}, *{b} = {items}", f"*{a}, {b} = [{items}]", f"{a}, *{b}, {c} = {items}"]
        forms += [f"[{a}, *{b}] = ({items})", f"({a}, ({b}, *{c})) = {self.atom()[0]}, [{items}]"]
        source = self.pick("list") or "[1]"
        forms += [f"{a} = [*{source}, *({items})]", f"{b} = (*{source}[:2], {self.atom()[0]})"]
        forms += [f"{c} = {{**{{1: {self.atom()[0]}}}, 'k': {self.atom()[0]}}}", f"{a} = {{*(1, 2), *[3]}}"]
        self.emit(self.random.choice(forms))

    def star_call(self):
        if not self.functions:
            return
        name = self.random.choice(list(self.functions))
        parameters, _ = self.functions[name]
        given = self.items(1, len(parameters))
        forms = [f"{name}(*[{', '.join(given)}])", f"{name}(*({', '.join(given)},))", f"{name}(**{{'a': {given[0]}}})"]
        self.emit(self.random.choice([f"{self.fresh()} = {form}" for form in forms] + forms))

    def f_string(self):
        n, name = self.random.randrange(1000), self.pick("int", "str")
        shown = name or "257"
        forms = [f"f'{{{shown}}}'", f"f'{{{shown}!r}}-{{{n}:06d}}'", f"f'{{{n}:>{{6}}}}|'", f"f'a{{{n} + 1:,}}b'"]
        forms += [f"f'{{{shown}=}}'", f"f'{{[1, {n}]}}'"]
        new = self.fresh()
        self.emit(f"{new} = {self.random.choice(forms)}")
        self.bind(new, "any")

    def displays(self):
        name, item = self.fresh(), self.fresh("k")
        source = self.pick("list") or "[3, 1]"
        forms = [f"{{{item}: [{item}] for {item} in range(3)}}", f"{{{item} % 2 for {item} in range(5)}}"]
        forms += [f"sum({item} for {item} in range(4))", f"tuple([{item}] for {item} in {source})"]
        forms += [f"[({item}, j) for {item} in range(2) for j in {source}[:2]]", f"any({item} is None for {item} in {source})"]
        forms += [f"list(map(lambda {item}: [{item}], {source}))", f"1 < {self.random.randrange(4)} <= 3"]
        forms += [f"[[{item}] * 2 for {item} in {source}[:2] if {item}]", f"{source} and {source}[0]", f"{source} or [T(0)]"]
        self.emit(f"{name} = {self.random.choice(forms)}")
        self.bind(name, "any")

    def else_of_loop(self):
        item = self.fresh("k")
        self.emit(f"for {item} in {self.random.choice(['range(2)', '(1, [2])', '[T(-3)]'])}:")
        self.loops += 1
        self.block(1)
        self.loops -= 1
        self.inner(self.random.choice([f"if {item} == 1: break", "pass"]))
        self.emit("else:")
        self.block(1)

    def match_statement(self):
        a, b = self.fresh("m"), self.fresh("m")
        subject = self.random.choice([self.atom()[0], f"[{self.atom()[0]}, {self.atom()[0]}, 3]", f"T(1, {self.atom()[0]})"])
        subject = self.random.choice([subject, subject, f"{{'k': {self.atom()[0]}, 'l': 2}}"])
        self.emit(f"match {subject}:")
        cases = [f"[{a}, {b}]", f"[{a}, *{b}]", f"{{'k': {a}, **{b}}}", f"T(n=1, held={a})", "None | 7", f"str() as {a}"]
        cases += [f"(1 | 257) as {a}", f"[_, {a}, 3] if {a}", f"{{'k': {a}}}", f"int({a})", f"T(held=[{a}, *_])"]
        self.depth += 1
        for case in self.random.sample(cases, 3):
            self.emit(f"case {case}:")
            self.block(1)
        self.emit(f"case {self.random.choice(['_', self.fresh('m')])}:")
        self.block(1)
        self.depth -= 1

    def closure(self):
        outer, inner, made = self.fresh("f"), self.fresh("f"), self.fresh("h")
        self.emit(f"def {outer}(a, b=None):")
        self.inner(f"kept = [a, {self.atom()[0]}]")
        self.inner(f"def {inner}(x=None):")
        self.inner("    " + self.random.choice(["kept.append(x)", "nonlocal b; b = x", "nonlocal a, b; a, b = b, x", "pass"]))
        self.inner("    " + self.random.choice(["return kept", "return a, b", f"return {inner}", "return [a, kept]"]))
        self.inner(self.random.choice([f"return {inner}", f"return {inner}, {inner}(1)", f"{inner}(a); return {inner}(b)"]))
        self.emit(f"{made} = {outer}({self.atom()[0]})")
        self.bind(made, "any")
        use = f"if callable({made}): {self.fresh()} = {made}({self.atom()[0]})"
        self.emit(self.random.choice([use, use, f"del {outer}", f"{made} = None"]))

    def counter(self):
        outer, made = self.fresh("f"), self.fresh("h")
        self.emit(f"def {outer}():")
        self.inner("n, log = 0, []")
        self.inner("def step():")
        self.inner("    nonlocal n")
        self.inner("    n += 1")
        self.inner("    log.append([n])")
        self.inner("    return n")
        self.inner("def look(): return log")
        self.inner("return step, look")
        self.emit(f"{made}, {made}b = {outer}()")
        self.emit(f"print({made}(), {made}(), {made}b())")
        self.emit(self.random.choice([f"del {made}", f"{made} = {made}b = None", f"{self.fresh()} = {made}b()"]))

    def global_name(self):
        name, function = self.fresh("G"), self.fresh("f")
        self.emit(f"{name} = {self.atom()[0]}")
        self.emit(f"def {function}(x):")
        self.inner(f"global {name}")
        self.inner(self.random.choice([f"{name} = [x]", f"{name} = x", f"del {name}; {name} = (x, 1)"]))
        self.inner(self.random.choice([f"return {name}", "return x", "pass"]))
        self.emit(f"{function}({self.atom()[0]})")
        self.bind(name, "any")

    def late_binding(self):
        name, item = self.fresh("fs"), self.fresh("k")
        body = self.random.choice([f"lambda: {item}", f"lambda x={item}: x", f"lambda x: [x, {item}]"])
        self.emit(f"{name} = []")
        self.emit(f"for {item} in ({self.atom()[0]}, T(-4)):")
        self.inner(f"{name}.append({body})")
        self.emit(f"{self.fresh()} = [f({'1' if 'x:' in body else ''}) for f in {name}]")
        self.emit(self.random.choice([f"del {item}", f"{name}.pop()", f"{name} = {item} = None"]))

    def diamond(self):
        p, q, r, s, o = (self.fresh(letter) for letter in ("P", "Q", "R", "S", "o"))
        self.lines.extend(DIAMOND.format(p=p, q=q, r=r, s=s, tag=self.random.choice(["'r'", "['r']", "()"])).split("\n"))
        self.emit(f"{o} = {s}({self.atom()[0]})")
        for use in self.random.sample(DIAMOND_USES, 3):
            self.emit(use.format(o=o, c=s, v=self.fresh(), x=self.atom()[0]))

    def sender(self):
        name, made = self.fresh("g"), self.fresh("h")
        self.emit(f"def {name}(a):")
        self.inner("got = yield a")
        self.inner("while got:")
        self.inner(f"    got = yield {self.random.choice(['[got]', '(got, a)', 'got'])}")
        self.inner("return [got]")
        self.emit(f"{made} = {name}({self.atom()[0]})")
        self.emit(f"print(next({made}) is None)")
        self.emit(f"{self.fresh()} = {made}.send([1])")
        if self.random.random() < 0.5:
            self.emit("try:")
            self.inner(f"{made}.send(None)")
            self.emit("except StopIteration as stop:")
            self.inner(f"{self.fresh()} = stop.value")
        self.emit(self.random.choice([f"{made}.close()", f"del {made}", f"{made} = None", "pass"]))

    def delegating(self):
        inner, outer, made = self.fresh("g"), self.fresh("g"), self.fresh("h")
        self.emit(f"def {inner}(a):")
        self.inner("held = [a]")
        self.inner("x = yield held")
        self.inner(f"yield {self.random.choice(['x', '(x, a)', 'T(-5)'])}")
        self.inner("return held")
        self.emit(f"def {outer}(a):")
        self.inner(f"r = yield from {inner}(a)")
        self.inner("yield from [r, 2]")
        self.emit(f"{made} = {outer}({self.atom()[0]})")
        uses = [f"{self.fresh()} = next({made})", f"{self.fresh()} = list({made})", f"for {self.fresh('k')} in {made}: pass"]
        self.emit(uses[0])
        self.emit(self.random.choice([*uses, f"{self.fresh()} = {made}.send(T(-6))", f"del {made}"]))

    def recursive(self):
        name = self.fresh("f")
        self.emit(f"def {name}(n, seen{self.random.choice(['', '=[]', '=None'])}):".replace("seen)", "seen=())"))
        self.inner("here = [n, seen]")
        self.inner(f"if n: return {name}(n - 1, {self.random.choice(['here', 'seen', '(n, seen)'])})")
        self.inner(self.random.choice(["return here", "return seen", "return n"]))
        self.emit(f"{self.fresh()} = {name}({self.random.randrange(3)})")

    def lambda_default(self):
        name = self.fresh("f")
        default = self.atom()[0]
        self.emit(f"{name} = lambda x, y={default}: {self.random.choice(['[x, y]', 'y', 'x or y', '(y, *[x])'])}")
        self.emit(f"{self.fresh()} = {name}({self.atom()[0]})")
        self.emit(self.random.choice([f"del {name}", f"{name}.__defaults__", f"{name}.note = [1]"]))

    def handled_context(self):
        name = self.fresh("e")
        self.emit(f"{name} = None")
        self.emit("try:")
        self.inner("try:")
        self.inner(f"    {self.random.choice(['fail(1)', '1 // 0', 'raise E([2])'])}")
        self.inner("except Exception as first:")
        self.inner("    " + self.random.choice(["raise LookupError('x') from first", "raise ValueError", "{}['k']", "raise"]))
        self.emit("except Exception as second:")
        self.inner(f"{name} = {self.random.choice(['second', 'second.__context__', 'second.__cause__', 'second.__traceback__'])}")
        self.emit(self.random.choice([f"del {name}", f"print({name} is None)", f"{name} = None"]))

    def decorated_class(self):
        deco, name, made = self.fresh("d"), self.fresh("K"), self.fresh("o")
        self.emit(f"def {deco}(cls):")
        self.inner(self.random.choice(["cls.extra = []", "cls.extra = {'k': cls}", "cls.extra = cls.__name__"]))
        self.inner("return cls")
        self.emit(f"@{deco}")
        self.emit(f"class {name}:")
        self.inner("def __init__(self, x): self.x = x")
        self.inner(f"def __eq__(self, other): return {self.random.choice(['NotImplemented', 'self.x is other.x', 'True'])}")
        self.inner("__hash__ = None")
        self.emit(f"{made} = {name}({self.atom()[0]})")
        self.emit(self.random.choice([f"print({made} == {made})", f"{self.fresh()} = {made}.extra", f"{name}.extra = None"]))

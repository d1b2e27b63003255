"""Statements about classes and functions as objects: what they define is random, what is done with them fits it."""

METHODS = {
    "property": """    @property
    def first(self):
        return self.more[0]
    @first.setter
    def first(self, value):
        self.more[0] = value""",
    "keep": """    def keep(self, x):
        self.more.append(x)
        return super().keep(x)""",
    "equal": """    def __eq__(self, other):
        return isinstance(other, T) and self.n == other.n
    def __hash__(self):
        return hash(self.n)""",
    "less": """    def __lt__(self, other):
        return self.n < other.n""",
    "items": """    def __len__(self):
        return len(self.more)
    def __getitem__(self, i):
        return self.more[i]
    def __setitem__(self, i, value):
        self.more[i] = value
    def __iter__(self):
        return iter(self.more)""",
    "add": """    def __add__(self, other):
        if isinstance(other, int):
            return NotImplemented
        return [self, other]
    def __radd__(self, other):
        return (other, self)""",
    "call": """    def __call__(self, *args, **more):
        return args, more""",
    "missing": """    def __getattr__(self, name):
        return [name]""",
    "static": """    @staticmethod
    def pair(a, b=None):
        return [a, b]
    @classmethod
    def make(cls, n):
        return cls(n)""",
}

# What can be done with an object `o` of a class `C` that has the method, with some value `x`.
USES = {
    "property": ["{v} = {o}.first", "{o}.first = {x}"],
    "keep": ["{o}.keep({x})", "{v} = {o}.keep", "{v} = {o}.more"],
    "equal": ["{v} = {{{o}: {x}}}", "print({o} == {o}, {o} != {x})", "{v} = {{{o}, {C}(1)}}", "print({o} in [{x}, {o}])"],
    "less": ["{v} = sorted([{o}, {C}(3), {C}(0)])", "{v} = min({o}, {C}(2))", "{v} = max([{o}, {C}(2)], key=lambda t: t.n)"],
    "items": ["print(len({o}))", "{v} = {o}[0]", "{o}[0] = {x}", "for {v} in {o}: pass", "{v} = list({o})"],
    "add": ["{v} = {o} + [{x}]", "{v} = 7 + {o}"],
    "call": ["{v} = {o}({x}, key={x})", "{o}(*[{x}, 1])"],
    "missing": ["{v} = {o}.unknown", "{v} = getattr({o}, 'other')"],
    "static": ["{v} = {o}.pair({x})", "{v} = {C}.make(5)", "{v} = {C}.make", "{v} = {C}.pair(1, b={x})"],
}

ALWAYS = [
    "{o}.held = {x}",
    "{v} = {C}.shared",
    "{C}.shared = {x}",
    "{o}.shared = {x}",
    "setattr({o}, 'later', {x})",
    "{v} = getattr({o}, 'later', None)",
    "print(hasattr({o}, 'nothing'), isinstance({o}, T), type({o}) is {C}, issubclass({C}, T))",
    "{v} = vars({o})",
    "{o}.__dict__['inside'] = {x}",
    "{o} = {C}(1, held={x})",
    "{v} = {o}.__class__",
]

CONTAINERS = {
    "list": ("[{x}, 2]", ["{o}.append({x})", "{v} = {o} + [1]", "{v} = {o}[:1]", "print(len({o}))", "{o}.tag = {x}"]),
    "dict": ("{{'k': {x}}}", ["{o}[7] = {x}", "{v} = {o}.get('k')", "print(len({o}))", "{o}.update({{8: {x}}})"]),
    "tuple": ("({x}, 2)", ["{v} = {o}[0]", "{v}, _ = {o}", "{v} = {o} + (1,)"]),
}


class Classes:
    """Mixed into Program."""

    def class_statement(self):
        choice = self.random.randrange(5)
        if choice == 0:
            self.container_class()
        elif choice == 1:
            self.slotted_class()
        else:
            self.derived_class()

    def derived_class(self):
        name = self.fresh("C")
        base = self.random.choice(["T", *self.classes])
        inherited = self.classes.get(base, [])
        chosen = self.random.sample(sorted(METHODS), self.random.randint(1, 4))
        self.emit(f"class {name}({base}):")
        self.emit(f"    shared = {self.random.choice(['None', '[]', '7', '{}'])}")
        self.emit("    def __init__(self, n, held=None):")
        self.emit(f"        {self.random.choice(['super()', f'super({name}, self)'])}.__init__(n, held)")
        self.emit("        self.more = [held]")
        for method in chosen:
            self.lines.extend(METHODS[method].split("\n"))
        self.classes[name] = sorted({*chosen, *inherited})
        self.new_object(name)

    def new_object(self, cls):
        name = self.fresh()
        self.number += 1
        self.emit(f"{name} = {cls}({self.number}, {self.atom()[0]})")
        self.bind(name, f"object {cls}")

    def slotted_class(self):
        name, made = self.fresh("S"), self.fresh()
        self.emit(f"class {name}:")
        self.emit("    __slots__ = ('left', 'right')")
        self.emit("    def __init__(self, left):")
        self.emit("        self.left = left")
        self.emit(f"{made} = {name}({self.atom()[0]})")
        self.bind(made, "any")
        more = [f"{made}.right = {self.atom()[0]}", f"print(hasattr({made}, 'right'))", f"{made}.left = {made}.left"]
        self.emit(self.random.choice([*more, f"del {made}.left"]))

    def container_class(self):
        base = self.random.choice(sorted(CONTAINERS))
        literal, uses = CONTAINERS[base]
        name, made = self.fresh("L"), self.fresh()
        self.emit(f"class {name}({base}):")
        self.emit(self.random.choice(["    pass", "    def twice(self):\n        return [self, self]"]))
        self.emit(f"{made} = {name}({literal.format(x=self.atom()[0])})")
        self.bind(made, "any")
        for use in self.random.sample(uses, 2):
            self.emit(use.format(o=made, v=self.fresh("w"), x=self.atom()[0]))

    def object_statement(self):
        known = [n for n, kind in self.names.items() if str(kind).startswith("object ")]
        if not known:
            return
        name = self.random.choice(known)
        cls = self.names[name].split()[1]
        uses = [use for method in self.classes[cls] for use in USES[method]]
        result = self.fresh()
        use = self.random.choice(uses + ALWAYS)
        self.emit(use.format(o=name, C=cls, v=result, x=self.atom()[0]))
        if use.startswith("{v} = "):
            self.bind(result, "any")

    def function_object(self):
        outer, inner, made = self.fresh("d"), self.fresh("f"), self.fresh("h")
        self.emit(f"def {outer}(f):")
        if self.random.random() < 0.5:
            self.emit("    @functools.wraps(f)")
        self.emit("    def wrapper(*args, **kwargs):")
        self.emit("        wrapper.calls += 1")
        self.emit("        return f(*args, **kwargs)")
        self.emit("    wrapper.calls = 0")
        self.emit("    return wrapper")
        self.emit(f"@{outer}")
        self.emit(f"def {inner}(a, b={self.random.choice(['None', '[]', '(1, 2)'])}, *rest, c=3):")
        self.emit(f"    return {self.random.choice(['a', '[a, b]', '(a, rest)', 'b'])}")
        self.emit(f"{made} = {inner}({self.atom()[0]}, {self.random.choice(['1, 2', 'b=5', 'c=6', '*[1, 2]'])})")
        self.emit(f"print({inner}.calls, {inner}.__name__)")
        self.bind(made, "any")

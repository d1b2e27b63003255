"""Statements that leave the normal path: exceptions, `with`, generators that are closed, iterators that end."""

HEADER = """class E(Exception):
    pass
class M:
    def __init__(self, n, swallows):
        self.n = n
        self.swallows = swallows
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        print("exit", self.n, kind is None)
        return self.swallows
class Count:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return [self.n]
def fail(a, b=None):
    local = [a]
    raise E(b)
def guard(a):
    held = T(a)
    try:
        fail(held)
    except KeyError:
        return None
    finally:
        held = None
"""
GROUPED = ["E({})", "KeyError({})", "ValueError('v')", "IndexError()", "E()", "ZeroDivisionError(1)"]
CATCHES = ["Exception", "E", "(KeyError, IndexError)", "ArithmeticError", "LookupError", "ValueError"]


class Leaving:
    """Mixed into Program: uses its `emit`, `block`, `atom` and names."""

    loops = 0
    may_return = False

    def leaving_statements(self):
        compound = [self.try_statement] * 3 + [self.with_statement, self.several_managers]
        if self.version >= (3, 11):
            compound += [self.star_statement]
        if self.depth == 0:
            compound += [self.guarded_generator, self.saved_exception, self.iterator_class, self.coroutine]
        return compound

    def failing(self):
        self.number += 1
        value = self.atom()[0]
        choices = [f"fail({value})", f"fail(1, {value})", "[][1]", '{}["k"]', "1 // 0", f"raise E({value})"]
        choices += [f"T({self.number}).missing", "next(iter([]))", f"raise ValueError from E({value})", "pass"]
        choices += [f"guard({self.number})", f"[{value}, T({self.number}), 1 % 0]", "raise LookupError"]
        return self.random.choice(choices)

    def inner(self, text):
        self.depth += 1
        self.emit(text)
        self.depth -= 1

    def way_out(self):
        """`break`, `continue` or `return`, where that is possible."""
        forms = ["break", "continue"] if self.loops else []
        if self.may_return:
            forms += [f"return {self.atom()[0]}"]
        if forms and self.random.random() < 0.3:
            self.inner(self.random.choice(forms))

    def try_statement(self):
        self.emit("try:")
        self.block(self.random.randint(0, 2))
        self.inner(self.failing())
        self.way_out()
        finally_only = self.random.random() < 0.15 and self.depth == 0
        outer = finally_only and self.random.random() < 0.5
        for _ in range(0 if outer else self.random.randint(0, 1)):
            name = self.random.choice(["", f" as {self.fresh('e')}"])
            self.emit(f"except {self.random.choice(CATCHES[1:])}{name}:")
            self.block(self.random.randint(1, 2))
            self.way_out()
        error = self.fresh("e")
        self.emit(f"except Exception as {error}:")
        self.block(1)
        self.inner(self.random.choice([f"print(repr({error}.__context__) == 'None')", f"print({error}.args == ())", "pass"]))
        self.way_out()
        if self.random.random() < 0.3:
            self.emit("else:")
            self.block(1)
        if self.random.random() < 0.4:
            self.emit("finally:")
            self.block(1)

    def star_statement(self):
        """`except*`: of a group, of what is no group, of nothing; what its clauses raise is caught outside."""
        outer, error, message = self.fresh("e"), self.fresh("e"), self.random.choice(["'g'", "'a group'"])
        errors = self.random.choices(GROUPED, k=self.random.randint(1, 3))
        members = ", ".join(form.format(self.atom()[0]) for form in errors)
        group = f"raise ExceptionGroup({message}, [{members}])"
        nested = f"raise ExceptionGroup({message}, [E(1), ExceptionGroup('inner', [{members}])])"
        self.emit("try:")
        self.depth += 1
        self.emit("try:")
        self.block(self.random.randint(0, 1))
        self.inner(self.random.choice([group, group, nested, self.failing()]))
        for _ in range(self.random.randint(1, 3)):
            name = self.random.choice(["", "", f" as {error}"])
            self.emit(f"except* {self.random.choice(CATCHES[1:])}{name}:")
            self.block(1)
            uses = ["raise", "raise E(2)", "fail(3)", "pass"]
            if name:
                kept = self.fresh()
                uses += [f"print(len({error}.exceptions))", f"raise {error}", f"{kept} = {error}.split(E)"]
                uses += [f"{kept} = {error}", f"print({error}.__context__ is None)", f"{kept} = {error}.exceptions[0]"]
            self.inner(self.random.choice(uses))
        if self.random.random() < 0.2:
            self.emit("else:")
            self.block(1)
        if self.random.random() < 0.2:
            self.emit("finally:")
            self.block(1)
        self.depth -= 1
        self.emit(f"except Exception as {outer}:")
        self.block(1)
        forms = [f"print(type({outer}).__name__)", f"print(repr({outer}.__context__) == 'None')", "pass"]
        self.inner(self.random.choice([*forms, f"{self.fresh()} = {outer}.args", f"{outer} = {outer}.__context__"]))

    def with_statement(self):
        self.number += 1
        name, swallows = self.fresh("m"), self.random.random() < 0.6
        self.emit(f"with M({self.number}, {swallows})" + self.random.choice([f" as {name}:", ":"]))
        self.block(self.random.randint(1, 2))
        if swallows:
            self.inner(self.failing())
        self.way_out()

    def several_managers(self):
        self.number += 2
        name = self.fresh("m")
        self.emit(f"with M({self.number}, True) as {name}, M({self.number + 1}, False):")
        self.block(1)
        self.inner(self.failing())
        self.emit("pass")

    def saved_exception(self):
        name, error, trace = self.fresh(), self.fresh("e"), self.fresh()
        self.emit(f"{name} = {trace} = None")
        self.emit("try:")
        self.inner(self.failing())
        self.emit(f"except Exception as {error}:")
        self.inner(f"{name} = {error}")
        if self.random.random() < 0.4:
            self.inner(f"{trace} = {error}.__traceback__")
        self.bind(name, "any")
        self.bind(trace, "any")
        forms = [f"{name} = None", f"{trace} = None", f"if {name}: {name}.__traceback__ = None"]
        for form in self.random.sample(forms, 2):
            self.emit(form)

    def guarded_generator(self):
        name, result, got = self.fresh("g"), self.fresh(), self.fresh()
        self.emit(f"def {name}(a):")
        self.depth += 1
        self.emit("held = T(a)")
        self.emit("try:")
        self.inner("for k in range(2):")
        self.inner(f"    yield {self.random.choice(['[k]', 'held', 'a'])}")
        self.emit(self.random.choice(["finally:", "except E:"]))
        self.inner(f"print('leaving {name}')")
        self.emit(self.random.choice(["return [a]", "print('end')"]))
        self.depth -= 1
        self.number += 1
        self.emit(f"{result} = {name}({self.number})")
        self.emit(f"{got} = next({result})")
        self.bind(got, "any")
        end = self.random.choice(["close", "del", "throw", "run", "from"])
        if end == "throw":
            self.emit("try:")
            self.inner(f"print({result}.throw(E(1)))")
            self.emit("except (E, StopIteration) as e:")
            self.inner("print(e.args)")
        elif end == "from":
            outer = self.fresh("g")
            self.emit(f"def {outer}(a):")
            self.inner(f"r = yield from {name}(a)")
            self.inner("print(r)")
            self.emit(f"{self.fresh()} = list({outer}({self.number}))")
        else:
            self.emit({"close": f"{result}.close()", "del": f"del {result}", "run": f"for w in {result}: pass"}[end])

    def iterator_class(self):
        name = self.fresh()
        self.emit(f"for {self.fresh('x')} in Count({self.random.randrange(3)}):")
        self.loops += 1
        self.block(1)
        self.loops -= 1
        self.emit(self.random.choice([f"{name} = list(Count(2))", f"{name} = [k for k in Count(2)]", f"{name} = next(Count(1))"]))
        self.bind(name, "list")

    def coroutine(self):
        name, result = self.fresh("c"), self.fresh()
        self.emit(f"async def {name}(a):")
        self.inner(self.random.choice(["b = [a]", "b = T(a)"]))
        self.inner(self.random.choice(["return b", "return await " + name + "2(b)"]))
        self.emit(f"async def {name}2(a):")
        self.inner(self.random.choice(["return [a]", "fail(a)"]))
        self.number += 1
        self.emit(f"{result} = None")
        self.emit("try:")
        self.inner(f"{name}({self.number}).send(None)")
        self.emit("except StopIteration as stop:")
        self.inner(f"{result} = stop.value")
        self.emit("except E:")
        self.inner("print('failed')")
        self.bind(result, "any")

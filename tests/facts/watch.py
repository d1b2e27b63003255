"""Holds what `heaplight facts` claims of functions against their real execution (CPython 3.13 or newer).

A trace function looks at every line that a described function runs:

same, owner, type, size    when the line starts (`size` includes `len`)
dies, survives             when the line that lets go of a name has run; at a `return` for what only its locals hold
unchanged                  shallow contents of what is never mutated, from line to line
contained                  at a `return`: what does not escape has no referrer outside the frame

It must not hold on to what it looks at, hence ids and snapshots instead of references. Before 3.13 reading a frame's
locals makes a dict that keeps them alive, and so changes what is measured.
"""

import collections
import gc
import inspect
import sys

KINDS = ("same", "owner", "type", "size", "dies", "survives", "unchanged", "contained")
MUTABLE = (list, dict, set, bytearray, collections.deque)
ATOMS = ("str", "bytes", "int", "float", "complex", "bool", "NoneType", "tuple", "frozenset", "range", "slice")
# gc.get_referrers looks at the whole heap.
MOST_CONTAINED = 150
MOST_OF_ONE_LINE = 100


class Watch:
    def __init__(self, documents):
        self.checked = collections.Counter()
        self.contradicted = {}
        self.functions = {}
        self.defined = set()
        self.seen = collections.Counter()
        for path, document in documents.items():
            for function in document["functions"]:
                if function["complete"]:
                    name = function["name"].rpartition(".")[2]
                    self.functions[path, function["line"], name] = Function(path, function)
                if "." not in function["name"]:
                    self.defined.add((path, function["name"]))

    def install(self):
        sys.settrace(self.on_call)

    def on_call(self, frame, event, arg):
        if frame.f_trace is not None:
            return frame.f_trace
        code = frame.f_code
        function = self.functions.get((code.co_filename, code.co_firstlineno, code.co_name))
        if function is None or self.is_patched(frame, code):
            return None
        return Visit(self, function).on_event

    def is_patched(self, frame, code):
        """A test has replaced a function of the module: what is claimed of its callers speaks of the one in the file."""
        names = frame.f_globals
        for name in code.co_names:
            if (code.co_filename, name) in self.defined:
                there = getattr(inspect.unwrap(names[name]), "__code__", None) if name in names else None
                if there is None or there.co_filename != code.co_filename:
                    return True
        return False

    def check(self, kind, holds, function, line, what):
        self.checked[kind] += 1
        if not holds:
            self.contradicted.setdefault((kind, f"{function.path}:{line} {function.name}"), what)


class Function:
    def __init__(self, path, facts):
        self.path = path
        self.name = facts["name"]
        self.plain = facts["kind"] == "function"
        self.allocations = facts["allocations"]
        self.points = {point["line"]: point for point in facts["points"]}
        self.releases = collections.defaultdict(list)
        for release in facts["releases"]:
            self.releases[release["line"]].append(release)
        self.exits = {entry["line"]: entry["dying"] for entry in facts["exits"]}
        self.untouched = [
            p["name"]
            for p in facts["parameters"]
            if p["mutated"] == p["passed_on"] == "never" and not facts["calls_unknown"]
        ]


class Visit:
    """One call of a function."""

    def __init__(self, watch, function):
        self.watch = watch
        self.function = function
        self.pending = []
        self.raised = False
        self.snapshots = {}
        self.started = False

    def on_event(self, frame, event, arg):
        if event == "exception":
            self.raised = True
            self.pending.clear()
        elif event == "line":
            self.raised = False
            self.on_line(frame)
        elif event == "return" and not self.raised and self.function.plain:
            self.on_return(frame)
        return self.on_event

    def on_line(self, frame):
        line = frame.f_lineno
        self.settle(frame)
        if not self.started:
            self.started = True
            for name in self.function.untouched:
                self.compare(frame, ("parameter", name), frame.f_locals.get(name), line)
        for release in self.function.releases.get(line, ()):
            self.expect(frame, line, release)
        seen = (self.function.path, line)
        self.watch.seen[seen] += 1
        if self.watch.seen[seen] > MOST_OF_ONE_LINE and not self.snapshots:
            return
        point = self.function.points.get(line)
        if point:
            self.look(frame, line, point)

    def look(self, frame, line, point):
        local = frame.f_locals
        check, function = self.watch.check, self.function
        for fact in point["names"]:
            name = fact["name"]
            if name not in local:
                check("type", False, function, line, f"{name} is unbound")
                continue
            value = local[name]
            kind = type(value).__name__
            check("type", kind == fact["type"], function, line, f"{name} is a {kind}, not a {fact['type']}")
            if "len" in fact and hasattr(value, "__len__"):
                check("size", within(len(value), fact["len"]), function, line, f"len({name}) {len(value)} {fact['len']}")
            if "size" in fact:
                size = sys.getsizeof(value)
                check("size", within(size, fact["size"]), function, line, f"getsizeof({name}) {size} {fact['size']}")
            if "allocation" in fact:
                allocation = function.allocations[fact["allocation"]]
                if not allocation["mutated_at"] and not allocation["escapes"]:
                    self.compare(frame, fact["allocation"], value, line, name)
            del value
        for a, b in point["same"]:
            check("same", local.get(a) is local.get(b), function, line, f"{a} is not {b}")
        for a, b in point["owns"]:
            held = any(r is local[b] for r in gc.get_referents(local[a]))
            check("owner", held, function, line, f"{a} does not hold {b}")

    def compare(self, frame, key, value, line, name="an argument"):
        if type(value) not in MUTABLE:
            return
        now = (id(value), snapshot(value))
        before = self.snapshots.setdefault(key, now)
        if before[0] != now[0]:
            self.snapshots[key] = now
        elif before is not now:
            self.watch.check("unchanged", before == now, self.function, line, f"{name} has changed")

    def expect(self, frame, line, release):
        local, name = frame.f_locals, release["name"]
        if name not in local:
            return
        if release["owners"]:
            self.pending.append((release, id(local[name]), line))
            return
        allocation = release["allocation"]
        here = self.function.points.get(line, {"names": []})["names"]
        if not any(f["name"] == name and f.get("allocation") == allocation is not None for f in here):
            return
        # The frame's slot, the argument of getrefcount.
        references = sys.getrefcount(local[name]) - 1
        if references > 1 and any(type(r).__name__.endswith("iterator") for r in gc.get_referrers(local[name])):
            # The line goes on: `xs = [x for x in xs` ... has come back to its first line.
            return
        self.watch.check(
            "dies", references == 1, self.function, line, f"{name} ({type(local[name])}) has {references} owners"
        )

    def settle(self, frame):
        local = frame.f_locals
        for release, identity, line in self.pending:
            for owner in release["owners"]:
                holder = local.get(owner)
                alive = id(holder) == identity or any(id(r) == identity for r in gc.get_referents(holder))
                self.watch.check("survives", alive, self.function, line, f"{owner} does not keep {release['name']}")
        self.pending.clear()

    def on_return(self, frame):
        line = frame.f_lineno
        self.settle(frame)
        local, function, watch = frame.f_locals, self.function, self.watch
        if self.started:
            for name in function.untouched:
                if name in local:
                    self.compare(frame, ("parameter", name), local[name], line, name)
        for names in function.exits.get(line, ()):
            if names[0] not in local:
                watch.check("dies", False, function, line, f"{names[0]} is unbound")
                continue
            references = sys.getrefcount(local[names[0]]) - 1
            what = f"{names} ({type(local[names[0]])}) has {references} owners"
            watch.check("dies", references == len(names), function, line, what)
        for fact in function.points.get(line, {"names": []})["names"]:
            allocation = function.allocations[fact["allocation"]] if "allocation" in fact else None
            key = (function.path, line, fact["name"], "contained")
            # A str may be one that existed before: `s[:]` is s.
            whole = fact["type"] in ATOMS or not allocation or allocation["escapes"]
            if not whole and watch.seen[key] < MOST_CONTAINED:
                watch.seen[key] += 1
                name = fact["name"]
                outside = referrers_outside(local, name)
                watch.check("contained", not outside, function, line, f"{name} is held by {outside}")


def within(number, limits):
    return limits["min"] <= number <= limits.get("max", number)


def snapshot(value):
    if isinstance(value, dict):
        return tuple((id(k), id(v)) for k, v in value.items())
    if isinstance(value, bytearray):
        return bytes(value)
    return tuple(map(id, value))


def referrers_outside(local, name):
    """Kinds of objects that hold the object besides the frame's own variables and what is inside of them."""
    mine = {id(local[n]) for n in local}
    outside = []
    for referrer in gc.get_referrers(local[name]):
        if id(referrer) in mine or type(referrer).__name__ in ("frame", "FrameLocalsProxy"):
            continue
        holders = gc.get_referrers(referrer)
        if not any(id(h) in mine for h in holders if h is not holders):
            outside.append(type(referrer).__name__)
    return outside

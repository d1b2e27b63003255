"""Executes the samples of the effects tables and holds CPython against each claim.

Input: a list of entries as tests/cpython/effects.rs writes them. Output: {"checked": {claim: count}, "wrong": [...]}.
A claim says what always happens, or (maybe) what may happen; what is not claimed must not happen.
"""
import array, asyncio, bisect, collections, contextlib, copy, csv, dataclasses, datetime, decimal, enum, fractions
import functools, gc, heapq, importlib, io, itertools, json, logging, math, operator, os, pathlib, pickle, pprint, queue
import random, re, secrets, shutil, statistics, string, sys, textwrap, threading, time, traceback, types, typing, uuid
import weakref

# --- what samples are made of ---


class O:
    """An object without equals that can be ordered and found again."""

    made = 0

    def __init__(self):
        O.made += 1
        self.number = O.made

    def __lt__(self, other):
        return self.number < getattr(other, "number", 0)

    def __gt__(self, other):
        return self.number > getattr(other, "number", 0)

    def method(self):
        pass


class Iterator:
    """An iterator that counts what is taken from it."""

    def __init__(self, items):
        self.source, self.taken, self.exhausted = list(items), 0, False

    def __iter__(self):
        return self

    def __next__(self):
        if self.taken == len(self.source):
            self.exhausted = True
            raise StopIteration
        self.taken += 1
        return self.source[self.taken - 1]


class Function:
    """A function that counts its calls."""

    def __init__(self, result):
        self.result, self.called, self.__name__, self.__module__ = result, 0, "function", "m"

    def __call__(self, *args, **kwargs):
        self.called += 1
        return self.result


def bound_method():
    kept.append(O())
    return kept[-1].method


kept = []
o, fn = O, Function


def it(*items):
    return Iterator(items)


CONTAINERS = (list, dict, set, bytearray, collections.deque, array.array)
NOT_FOLLOWED = (type, types.ModuleType, types.CodeType)


def elements(value):
    if isinstance(value, Iterator):
        found = list(value.source)
    elif isinstance(value, (dict, types.MappingProxyType)):
        found = [*value.keys(), *value.values()]
    elif isinstance(value, collections.ChainMap):
        found = [*value.values(), *value.maps]
    elif isinstance(value, (list, tuple, set, frozenset, collections.deque)):
        found = list(value)
    else:
        found = []
    # dict(pairs) and starmap take the elements of the elements.
    return found + [x for item in found if type(item) is tuple for x in item]


def snapshot(value):
    """Contents by identity and in order, for what can be mutated."""
    if isinstance(value, dict):
        return [(id(k), id(v)) for k, v in value.items()]
    if isinstance(value, (bytearray, array.array)):
        return list(value)
    if isinstance(value, (list, set, collections.deque)):
        return [id(x) for x in value]
    if isinstance(value, O):
        return sorted((name, id(x)) for name, x in vars(value).items())
    return None


def reachable(start, ignore):
    """Ids of what `start` refers to, directly or not, without going through `ignore`, functions, types, modules."""
    found, todo = set(), [start]
    while todo:
        for value in gc.get_referents(todo.pop()):
            if id(value) not in found and not isinstance(value, NOT_FOLLOWED):
                found.add(id(value))
                if id(value) not in ignore and not (isinstance(value, dict) and value is globals()):
                    todo.append(value)
    return found


class Entry:
    def __init__(self, claims):
        self.claims, self.wrong, self.checked = claims, [], collections.Counter()

    def check(self, claim, holds, detail=""):
        self.checked[claim] += 1
        if not holds:
            self.wrong.append("%s.%s: %s %s" % (self.claims["owner"], self.claims["name"], claim, detail))

    def claimed(self, kind, **wanted):
        """None, "Maybe" or "Always"."""
        for claim in self.claims[kind]:
            if all(claim[key] == value for key, value in wanted.items()):
                return claim.get("certainty", "Always")
        return None

    # --- the call ---
    def arguments(self):
        # Anything that the sample makes, and nothing else of ours, refers to its objects.
        self.bound = eval("dict(%s)" % self.claims["sample"])
        self.parts = {}
        for name, value in self.bound.items():
            kind = next((p["kind"] for p in self.claims["params"] if p["name"] == name), "self")
            if kind == "Star":
                self.parts[name] = list(value)
            elif kind == "DoubleStar":
                self.parts[name] = list(value.values())
            else:
                self.parts[name] = [value]

    def call(self):
        positional, keywords, skipped = [], {}, False
        for param in self.claims["params"]:
            name, kind = param["name"], param["kind"]
            if name not in self.bound:
                skipped = True
            elif kind == "Star":
                positional.extend(self.bound[name])
            elif kind == "DoubleStar":
                keywords.update(self.bound[name])
            elif kind == "KeywordOnly" or skipped:
                keywords[name] = self.bound[name]
            else:
                positional.append(self.bound[name])
        return self.function()(*positional, **keywords)

    def function(self):
        if "self" in self.bound:
            return getattr(self.bound["self"], self.claims["name"])
        return getattr(importlib.import_module(self.claims["owner"]), self.claims["name"])

    # --- the claims ---
    def run(self):
        self.arguments()
        self.receiver()
        before = {name: [snapshot(v) for v in values] for name, values in self.parts.items()}
        held = {name: [elements(v) for v in values] for name, values in self.parts.items()}
        references = {name: [reachable(v, ()) for v in values] for name, values in self.parts.items()}
        result = self.call()
        self.check("called", True)
        self.returned(result, held)
        self.mutated(before)
        self.consumed()
        self.kept(result, held, references)

    def receiver(self):
        if "self" in self.bound and not isinstance(self.bound["self"], type):
            self.check("receiver", type_matches(self.bound["self"], self.claims["owner"]), repr(type(self.bound["self"])))

    def returned(self, result, held):
        def fits(claim):
            kind, name, values = claim["kind"], claim.get("type"), self.parts.get(claim.get("of"), [])
            if kind == "None":
                return result is None
            if kind == "Same":
                return any(result is value for value in values)
            if kind == "Element":
                return any(result is x for part in held.get(claim["of"], []) for x in part)
            if kind == "ResultOf":
                return any(result is value.result for value in values)
            if kind == "Atom":
                return type_matches(result, name)
            given = [value for part in self.parts.values() for value in part]
            new = not any(result is value for value in given)
            if kind == "Lazy":
                # `iter(x)` says no more than that it is an iterator.
                return new and (name == "iterator" or type_matches(result, name)) and iter(result) is result
            if kind in ("Fresh", "View"):
                return new and type_matches(result, name)
            return kind == "Unknown"

        claims = self.claims["returns"]
        self.check("returns", any(map(fits, claims)), "%s but it is %s" % (claims, type(result)))

    def mutated(self, before):
        for name, values in self.parts.items():
            for value, old in zip(values, before[name]):
                new = snapshot(value)
                if old is None:
                    continue
                changes = {change: self.claimed("mutates", of=name, change=change) for change in ("Grow", "Shrink", "Replace", "Reorder")}
                if not any(changes.values()):
                    self.check("not mutated", new == old, name)
                if changes["Grow"] == "Always":
                    self.check("grows", len(new) > len(old), name)
                if changes["Shrink"] == "Always":
                    self.check("shrinks", len(new) < len(old), name)
                if changes["Reorder"] and not (changes["Grow"] or changes["Shrink"] or changes["Replace"]):
                    self.check("reorders", sorted(new) == sorted(old), name)
                if changes["Replace"] == "Always" and isinstance(value, CONTAINERS):
                    self.check("replaces", new != old, name)
                if not (changes["Grow"] or changes["Shrink"]):
                    self.check("same length", len(new) == len(old), name)

    def consumed(self):
        for name, values in self.parts.items():
            for value in values:
                if isinstance(value, Iterator):
                    self.iterated(name, value)
                elif isinstance(value, Function):
                    now = self.claimed("calls", of=name, when="Now")
                    holds = value.called > 0 if now == "Always" else value.called == 0 or bool(now)
                    self.check("calls", holds, "%s %d times" % (name, value.called))

    def iterated(self, name, value):
        ways = [claim for claim in self.claims["iterates"] if claim["of"] == name]
        now = next((claim for claim in ways if claim["when"] == "Now"), None)
        if now is None:
            self.check("not iterated now", value.taken == 0, name)
        elif now["how"] == "Partial":
            self.check("iterates partially", value.taken > 0 or value.exhausted, name)
            if len(value.source) > 1:
                self.check("stops early", not value.exhausted, name)
        else:
            self.check("iterates to the end", value.exhausted, name)

    def kept(self, result, held, references):
        """What the result, the receiver and the other arguments refer to after the call."""
        given = {id(value) for part in self.parts.values() for value in part}
        places = {"result": [(result, set())]}
        for name, values in self.parts.items():
            places[name] = list(zip(values, references[name]))
        for place, holders in places.items():
            for holder, old in holders:
                if any(isinstance(holder, kind) for kind in NOT_FOLLOWED) or (place == "result" and id(holder) in given):
                    continue
                found = reachable(holder, given) | ({id(holder)} if place == "result" else set())
                for name, values in self.parts.items():
                    for value, inside in zip(values, held[name]):
                        if holder is not value:
                            self.keeps("Itself", name, place, [value], found, old, gc.is_tracked(holder))
                        # Through an argument that is kept, its elements are too.
                        if id(value) not in found and holder is not value:
                            self.keeps("Elements", name, place, inside, found, old, gc.is_tracked(holder))

    def keeps(self, what, name, place, values, found, old, tracked):
        # Atoms and types are referred to by everything.
        values = [v for v in values if isinstance(v, (O, Iterator, Function, list, dict, set)) and id(v) not in old]
        if not values:
            return
        claim = self.claimed("keeps", what=what, of=name, place=place)
        if place == "result" and claim is None:
            same = [r for r in self.claims["returns"] if r.get("of") == name or r["kind"] == "Unknown"]
            claim = "Maybe" if same or self.claimed("iterates", of=name, when="Later") else None
        kept_ones = [v for v in values if id(v) in found]
        label = "keeps %s in %s" % (what.lower(), "result" if place == "result" else "an argument")
        if claim == "Always" and not tracked:
            return  # a type of C that hides its references from the collector
        if claim == "Always":
            self.check(label, bool(kept_ones), "%s in %s" % (name, place))
        elif claim is None:
            self.check("not " + label, not kept_ones, "%s in %s" % (name, place))


def type_matches(value, name):
    cls = type(value)
    # Modules of types moved between versions; the name is what counts.
    return any(base.__name__ == name.rsplit(".", 1)[-1] for base in [cls]) or name in ALIASES.get(cls.__name__, ())


ALIASES = {
    "weakref": ["weakref.ReferenceType"],
    "weakproxy": ["weakref.ProxyType"],
    "str_iterator": ["str_ascii_iterator"],
    "odict_iterator": ["dict_keyiterator"],
}


def main():
    report = {"checked": collections.Counter(), "wrong": [], "executed": 0}
    for claims in json.load(sys.stdin):
        entry = Entry(claims)
        try:
            entry.run()
        except Exception as error:
            entry.check("called", False, "raised %r" % error)
        report["checked"].update(entry.checked)
        report["wrong"].extend(entry.wrong)
        report["executed"] += 1
        leaks(report, claims)
    json.dump(report, sys.stdout)


def leaks(report, claims):
    """With everything dropped, nothing of the sample lives, unless a registry was said to keep it."""
    if any(keep["place"] == "registry" for keep in claims["keeps"]):
        return
    kept.clear()
    entry = Entry(claims)
    entry.arguments()
    watched = [weakref.ref(x) for values in entry.parts.values() for v in values for x in [v, *elements(v)]
               if isinstance(x, (O, Iterator, Function))]
    try:
        entry.call()
    except Exception:
        return
    entry.bound = entry.parts = None
    kept.clear()
    gc.collect()
    entry.check("nothing left behind", all(reference() is None for reference in watched))
    report["checked"].update(entry.checked)
    report["wrong"].extend(entry.wrong)


if __name__ == "__main__":
    main()

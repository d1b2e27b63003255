"""Holds the claims of one trace (schema heaplight.trace/1) against the truth of one run (what oracle.py prints).

Steps are paired by (frame, line, n). A claim that is absent costs coverage, never soundness; a claim that is present
and not true is WRONG. Labels are compared up to renaming: one label of ours stands for one object of CPython
throughout, and the other way round.
"""
import re
from collections import Counter

FIELDS = ("type", "size", "deep", "retained", "rc", "immortal", "len", "value", "name_holders")
EVENTS = ("reclaimed", "del_called", "orphaned")
OWN_NAME = re.compile(r"^(frame \S+#\d+\.)?[^\W\d]\w*$")


class Score:
    """Per kind of fact: how many the truth holds, how many were claimed, how many of the claims are wrong."""

    def __init__(self):
        self.claimable, self.claimed, self.wrong = Counter(), Counter(), Counter()
        self.notes, self.skipped = [], []

    def fact(self, kind, claimed, ok, note=""):
        self.claimable[kind] += 1
        self.claimed[kind] += bool(claimed)
        if not ok:
            self.wrong[kind] += 1
            self.notes.append(f"{kind}: {note}")

    def add(self, other):
        self.claimable += other.claimable
        self.claimed += other.claimed
        self.wrong += other.wrong
        self.notes += other.notes
        self.skipped += other.skipped

    def totals(self):
        return tuple(sum(c.values()) for c in (self.claimed, self.claimable, self.wrong))


def usable(field, claim):
    """A range counts as claimed only when it is narrow; rc and len only when exact."""
    if isinstance(claim, dict):
        lo, hi = claim.get("min"), claim.get("max")
        narrow = lo is not None and hi is not None and hi <= 1.1 * lo + 64
        return narrow and field in ("size", "deep", "retained")
    return claim is not None


def holds(claim, truth):
    if isinstance(claim, dict):
        lo, hi = claim.get("min"), claim.get("max")
        return (lo is None or truth >= lo) and (hi is None or truth <= hi)
    return claim == truth


def field_of(fact, field):
    if field != "name_holders":
        return fact.get(field)
    holders = fact.get("holders")
    return None if holders is None else sorted(h for h in holders if OWN_NAME.match(h))


def comparable(field, truth):
    """What depends on the process and not on the program is not compared."""
    value = field_of(truth, field)
    if value is None:
        return False
    if field == "rc":
        return truth.get("rc_portable") is not False and truth.get("type") != "int"
    if field == "value":
        return len(str(value)) <= 60 and " at 0x" not in str(value)
    return True


def event_keys(document, rename=lambda label: label):
    return [
        (e["kind"], rename(e["obj"]), e.get("line"), e.get("by"))
        for e in document.get("events", [])
        if e["kind"] in EVENTS and e.get("obj")
    ]


class Comparison:
    def __init__(self, claims, truth, tag):
        self.claims, self.truth, self.tag = claims, truth, tag
        self.score = Score()
        self.ours, self.theirs = {}, {}  # label of ours -> of CPython, and back

    def run(self):
        if self.truth["oracle"].get("lines_lost"):
            self.score.skipped.append(self.tag)  # the oracle itself could not follow this run
            return self.score
        self.steps()
        if not self.truth["oracle"].get("degraded"):  # else deaths are known to the line only
            self.events()
        stdout = self.claims.get("stdout")
        same = stdout is None or stdout == self.truth["stdout"]
        self.score.fact("stdout", stdout is not None, same, f"{self.tag} stdout differs: claimed {stdout!r:.200}")
        return self.score

    def steps(self):
        mine = {(s["frame"], s["line"], s["n"]): s for s in self.claims.get("steps", [])}
        ran = {(frame, line): n for frame, line, n in self.truth["ran"]}
        for frame, line, n in mine:  # the oracle thins long loops, so not every step of ours has a partner
            if n > ran.get((frame, line), 0):
                self.score.fact("step", True, False, f"{self.tag} claimed step never ran: {(frame, line, n)}")
        for step in self.truth["steps"]:
            key = (step["frame"], step["line"], step["n"])
            self.score.fact("step", key in mine, True)
            self.step(step, mine.get(key, {}), f"{self.tag} line {step['line']} n={step['n']}")
        self.completeness(mine)

    def step(self, truth, claim, where):
        for frame, names in truth["names"].items():
            claimed = claim.get("names", {}).get(frame, {})
            for name in claimed:
                if name not in names:
                    self.score.fact("bound", True, False, f"{where} {frame}.{name} is not bound")
            for name, fact in names.items():
                self.score.fact("bound", name in claimed, True)
                self.name(fact, claimed.get(name, {}), f"{where} {frame}.{name}")
        real = [set(group) for group in truth.get("same", [])]
        got = [set(group) for group in claim.get("same", [])]
        for group in got:
            if not any(group <= r for r in real):
                self.score.fact("same", True, False, f"{where} {sorted(group)} are not one object")
        for group in real:
            self.score.fact("same", group in got, True)

    def name(self, truth, claim, where):
        if truth.get("obj") is not None:
            label, ok = claim.get("obj"), True
            if label is not None:
                ok = self.ours.setdefault(label, truth["obj"]) == truth["obj"]
                ok = ok and self.theirs.setdefault(truth["obj"], label) == label
            self.score.fact("identity", label is not None, ok, f"{where}: {label} cannot be {truth['obj']}")
        for field in FIELDS:
            if comparable(field, truth):
                value, real = field_of(claim, field), field_of(truth, field)
                ok = value is None or holds(value, real)
                self.score.fact(field, usable(field, value), ok, f"{where}.{field}: claimed {value!r}, is {real!r}")

    def completeness(self, mine):
        if not self.claims.get("complete"):
            return
        keys = [(s["frame"], s["line"], s["n"]) for s in self.truth["steps"]]
        lost, stopped = [k for k in keys if k not in mine], self.claims.get("stopped")
        note = f"{self.tag} called complete, yet {lost[:2] or stopped}"
        self.score.fact("complete", True, not lost and not stopped, note)

    def events(self):
        real, got = event_keys(self.truth), event_keys(self.claims)
        named = set(self.ours.values())
        pool = Counter(e for e in real if e[1] in named)
        loose = Counter((kind, line, by) for kind, label, line, by in real if label not in named)
        for kind, label, line, by in got:
            if label in self.ours:
                event = (kind, self.ours[label], line, by)
                ok = pool[event] > 0
                pool[event] -= ok
            else:  # an object no name ever held: comparable by place only
                event = (kind, label, line, by)
                ok = loose[(kind, line, by)] > 0
                if not ok:
                    self.score.fact(kind, True, False, f"{self.tag} event {event} did not happen")
                loose[(kind, line, by)] -= ok
                continue
            self.score.fact(kind, True, ok, f"{self.tag} event {event} did not happen so")
        for event, n in pool.items():
            for _ in range(n):
                self.score.fact(event[0], False, True)
        self.del_order(real)

    def del_order(self, real):
        got = [o for kind, o, _, _ in event_keys(self.claims, self.ours.get) if kind == "del_called" and o]
        want = [o for kind, o, _, _ in real if kind == "del_called" and o in set(got)]
        if got and sorted(got) == sorted(want):
            self.score.fact("del_order", True, got == want, f"{self.tag} __del__ order is {want}")


def compare(claims, truth, tag=""):
    return Comparison(claims, truth, tag).run()

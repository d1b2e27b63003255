"""Lists where a generator would do, generators where a list is needed."""
import ast
import asyncio
import csv
import glob
import gzip
import hashlib
import io
import itertools
import json
import logging
import math
import os
import re
import statistics
import subprocess
import sys
from collections import Counter, defaultdict, deque
from functools import reduce
from pathlib import Path

log = logging.getLogger("third")


# item: D201 bug: bytes of all files of a tree, through a list
def disk_usage(root):
    total = 0
    for folder, _, names in os.walk(root):
        total += sum([os.path.getsize(os.path.join(folder, n)) for n in names])  # expect: list-consumed-by-aggregate
    return total


# item: D202 clean: the sizes are sorted afterwards
def biggest(root):
    sizes = [p.stat().st_size for p in Path(root).rglob("*")]
    total = sum(sizes)
    sizes.sort()
    return sizes[-1:], total


# item: D203 bug: the checks of all rows, though the first failure decides
def is_valid(table):
    results = [len(row) == len(table[0]) for row in table]  # expect: list-consumed-by-aggregate
    return all(results)


# item: D204 clean: all fields shall be cleaned, each check has an effect
def clean_all(fields, errors):
    def check(field):
        if field.value is None:
            errors.append(field.name)
            return False
        return True
    return all([check(f) for f in fields])


# item: D205 bug: max over a list from map
def longest_line(path):
    with open(path) as handle:
        return max(list(map(len, handle)))  # expect: list-consumed-by-aggregate


# item: D206 bug: an append loop feeds set
def hosts(log_path):
    names = []
    with open(log_path) as handle:
        for line in handle:
            names.append(line.split()[0])
        return set(names)  # expect: list-consumed-by-aggregate


# item: D207 clean: the append loop's list is returned as well
def hosts_in_order(log_path):
    names = []
    with open(log_path) as handle:
        for line in handle:
            names.append(line.split()[0])
    return names, set(names)


# item: D208 bug: dict of a list of pairs
def parse_env(text):
    return dict([line.split("=", 1) for line in text.split("\n") if "=" in line])  # expect: list-consumed-by-aggregate


# item: D209 clean: a dict comprehension has no list
def parse_env_direct(text):
    return {k: v for k, v in (line.split("=", 1) for line in text.split("\n") if "=" in line)}


# item: D210 bug: min of a list inside a lambda in a method
class Clusters:
    def __init__(self, points):
        self.points = points

    def spread(self):
        nearest = lambda p: min([abs(p - q) for q in self.points if q != p])  # expect: list-consumed-by-aggregate
        return {p: nearest(p) for p in self.points}


# item: D211 bug: Counter of a list of words of many files
def vocabulary(paths):
    words = [w for p in paths for w in Path(p).read_text().split()]  # expect: list-consumed-by-aggregate
    return Counter(words)


# item: D212 clean: the words are counted and their number is taken
def vocabulary_share(paths):
    words = [w for p in paths for w in Path(p).read_text().split()]
    counts = Counter(words)
    return {w: n / len(words) for w, n in counts.items()}


# item: D213 bug: prod of a list in an async function without await inside
async def volume(stream):
    dims = await stream.dims()
    return math.prod([abs(d) + 1 for d in dims])  # expect: list-consumed-by-aggregate


# item: D214 clean: await inside of the list
async def total_size(urls, fetch):
    return sum([len(await fetch(u)) for u in urls])


# item: D215 bug: membership in a list that is made for the test
def has_user(rows, name):
    if name in [row["user"] for row in rows]:  # expect: list-consumed-by-aggregate
        return True
    return False


# item: D216 clean: three names
def is_admin(user):
    return user.name in [n.lower() for n in ("Root", "Admin", "Owner")]


# item: D217 bug: the tail of a file by a list
def tail(path, count=10):
    with open(path, errors="replace") as handle:
        return deque([line.rstrip() for line in handle], maxlen=count)  # expect: list-consumed-by-aggregate


# item: D218 clean: str.join, bytes.join, sorted and tuple want a sequence
def report(rows):
    head = ",".join([str(c) for c in rows[0]])
    body = b"".join([r.encode() for r in map(str, rows)])
    order = sorted([len(str(r)) for r in rows])
    return head, body, order, tuple([hash(str(r)) for r in rows])


# item: D219 bug: conditional: the list is made only for the sum in one branch
def checksum(path, mode):
    with open(path, "rb") as handle:
        if mode == "sum":
            values = [b for block in iter(lambda: handle.read(4096), b"") for b in block]  # expect: list-consumed-by-aggregate
            return sum(values) & 0xFFFF
        return hashlib.sha1(handle.read()).hexdigest()


# item: D220 clean: logged before it is summed
def payroll(people):
    wages = [p.wage * p.share for p in people]
    log.debug("wages %s", wages)
    return sum(wages)


# item: D221 clean: captured by a closure that is returned
def make_mean(rows):
    values = [float(r["v"]) for r in rows]

    def mean():
        return sum(values) / len(rows)
    return mean


# item: D222 bug: frozenset in a class body over a file's big table
class Codes:
    KNOWN = frozenset([n * 7 for n in range(200_000)])  # expect: list-consumed-by-aggregate

    def known(self, code):
        return code in self.KNOWN


# item: D223 clean: a short literal, a known small range
class Small:
    EVEN = frozenset([n for n in range(10) if n % 2 == 0])
    TOTAL = sum([1, 2, 3])


# item: D224 bug: records are made into a list, one loop prints them
def show(path):
    with open(path, newline="") as handle:
        records = [dict(zip(("id", "name"), row)) for row in csv.reader(handle)]  # expect: list-iterated-once
        for record in records:
            print(record["id"], record["name"])


# item: D225 clean: validated before anything is stored
def import_all(path, store):
    with open(path) as handle:
        records = [json.loads(line) for line in handle]
    for record in records:
        store.insert(record)


# item: D226 bug: list(filter()) in the head of a loop
def count_errors(lines):
    kinds = {}
    for line in list(filter(None, (x.strip() for x in lines))):  # expect: list-iterated-once
        kind = line.split(":")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
    return kinds


# item: D227 clean: the loop removes files from the folder that is listed
def clean_folder(folder):
    for path in list(Path(folder).iterdir()):
        if path.suffix == ".tmp":
            path.unlink()


# item: D228 clean: the loop takes connections out of the dict
def close_idle(connections, now):
    for name, connection in list(connections.items()):
        if connection["idle_since"] < now - 60:
            del connections[name]


# item: D229 bug: list(range()) for a loop
def collatz_longest(limit=1_000_000):
    best, best_n = 0, 0
    for n in list(range(1, limit)):  # expect: list-iterated-once
        steps, m = 0, n
        while m != 1:
            m = m // 2 if m % 2 == 0 else 3 * m + 1
            steps += 1
        if steps > best:
            best, best_n = steps, n
    return best_n


# item: D230 bug: a generator function's values are listed in a method for one loop with enumerate
class Tokens:
    def __init__(self, text):
        self.text = text

    def words(self):
        for match in re.finditer(r"\w+", self.text):
            yield match.group()

    def positions(self):
        where = {}
        for i, word in enumerate(list(self.words())):  # expect: list-iterated-once
            where.setdefault(word, i)
        return where


# item: D231 clean: the list is walked twice, in two loops
class TwoPasses:
    def __init__(self, text):
        self.text = text

    def scaled(self):
        values = [float(x) for x in self.text.split()]
        top = 0.0
        for v in values:
            top = v if v > top else top
        return {v: v / top for v in values}


# item: D232 bug: readlines of a compressed log
def slow_queries(path):
    slow = 0
    with gzip.open(path, "rt") as handle:
        for line in handle.readlines():  # expect: readlines-materialised
            if float(line.rsplit(" ", 1)[1]) > 1.0:
                slow += 1
    return slow


# item: D233 clean: lines are read two at a time by index
def pairs(path):
    with open(path) as handle:
        lines = handle.readlines()
    return [(lines[i], lines[i + 1]) for i in range(0, len(lines) - 1, 2)]


# item: D234 bug: a helper returns the lines of stdin, one comprehension goes over them
def upper():
    lines = sys.stdin.readlines()  # expect: readlines-materialised
    return {line.strip().upper(): len(line) for line in lines}


# item: D235 bug: Path.open in a method, readlines kept in a local
class Config:
    def __init__(self, path):
        self.path = Path(path)
        self.values = {}

    def load(self):
        with self.path.open(encoding="utf-8") as stream:
            content = stream.readlines()  # expect: readlines-materialised
            for raw in content:
                key, _, value = raw.partition("=")
                self.values[key.strip()] = value.strip()


# item: D236 clean: the lines are sorted, changed and written back
def sort_file(path):
    with open(path) as handle:
        lines = handle.readlines()
    lines.sort()
    with open(path, "w") as handle:
        handle.writelines(lines)


# item: D237 bug: read().split(newline) is not read().splitlines(), this is the latter in a for
def addresses(path):
    found = set()
    with open(path) as handle:
        for line in handle.read().splitlines():  # expect: readlines-materialised
            if "@" in line:
                found.add(line.lower())
    return found


# item: D238 clean: the text is needed as a whole, too
def check_signed(path, verify):
    with open(path) as handle:
        text = handle.read()
    verify(text)
    return [line for line in text.splitlines() if line]


# item: D239 bug: a generator is listed twice, the second list is empty
def split_words(text):
    words = (w.lower() for w in text.split())
    short = [w for w in words if len(w) < 4]
    long = [w for w in words if len(w) >= 4]  # expect: exhausted-generator-reused
    return short, long


# item: D240 clean: two generators from one list
def split_words_well(text):
    words = [w.lower() for w in text.split()]
    return [w for w in words if len(w) < 4], [w for w in words if len(w) >= 4]


# item: D241 bug: zip is made once, the inner loop sees it in the first round only
def matrix(rows, cols):
    pairs = zip(rows, cols)
    out = []
    for factor in (1, 2, 3):
        out.append([a * b * factor for a, b in pairs])  # expect: exhausted-generator-reused
    return out


# item: D242 clean: zip is made in each round
def matrix_fresh(rows, cols):
    out = []
    for factor in (1, 2, 3):
        pairs = zip(rows, cols)
        out.append([a * b * factor for a, b in pairs])
    return out


# item: D243 bug: an object with a generator in __init__, its two methods go over it
class Stats:
    def __init__(self, values):
        self.values = (float(v) for v in values)

    def mean_and_top(self):
        total = sum(self.values)
        top = max(self.values, default=0.0)  # expect: exhausted-generator-reused
        return total, top


# item: D244 bug: `if not matches` asks a map object
def first_match(patterns, text):
    matches = map(lambda p: re.search(p, text), patterns)
    if not matches:  # expect: exhausted-generator-reused
        return None
    return next(matches)


# item: D245 clean: a generator is rebound to a list before the truth test
def first_found(patterns, text):
    matches = (re.search(p, text) for p in patterns)
    matches = [m for m in matches if m]
    if not matches:
        return None
    return matches[0].group()


# item: D246 clean: next with a default, then the rest of the same iterator
def split_header(lines):
    rows = (line.split(",") for line in lines)
    head = next(rows, None)
    return head, list(rows)


# item: D247 bug: a generator function of the module, reused after a for loop
def _numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1


def sum_and_count(limit):
    numbers = _numbers(limit)
    total = 0
    for n in numbers:
        total += n
    return total, len(list(numbers))  # expect: exhausted-generator-reused


# item: D248 clean: statistics, random, numpy and json want the list
def summary(samples):
    values = [s.value for s in samples]
    return statistics.median(values), json.dumps([v for v in values])

"""Lists that need not be, and lists that must, as they look in scripts, web code and analysis."""
from __future__ import annotations

import collections
import csv
import functools
import glob
import hashlib
import io
import itertools
import json
import math
import os
import re
import statistics
import sys
from collections import Counter, defaultdict, deque
from operator import itemgetter
from pathlib import Path

# item: D101 bug: revenue of a CSV file through a list
def revenue(path):
    with open(path, newline="") as handle:
        reader = csv.DictReader(handle)
        amounts = [float(row["price"]) * int(row["quantity"]) for row in reader]  # expect: list-consumed-by-aggregate
    return sum(amounts)  # also: list-consumed-by-aggregate


# item: D102 clean: the amounts are needed twice
def mean_revenue(path):
    with open(path, newline="") as handle:
        amounts = [float(row["price"]) for row in csv.DictReader(handle)]
    return sum(amounts) / len(amounts)


# item: D103 bug: the lines of a file are read only to be walked over
def error_lines(path):
    found = []
    with open(path) as handle:
        lines = handle.readlines()  # expect: readlines-materialised
        for number, line in enumerate(lines, 1):  # also: readlines-materialised
            if "ERROR" in line:
                found.append((number, line.rstrip()))
    return found


# item: D104 clean: the lines are indexed
def with_context(path, word):
    with open(path) as handle:
        lines = handle.readlines()
    for i, line in enumerate(lines):
        if word in line:
            yield lines[max(0, i - 1):i + 2]


# item: D105 bug: read().splitlines() for one pass
def parse_hosts(path="/etc/hosts"):
    hosts = {}
    with open(path, encoding="utf-8") as handle:
        for line in handle.read().splitlines():  # expect: readlines-materialised
            line = line.split("#", 1)[0].strip()
            if line:
                address, *names = line.split()
                for name in names:
                    hosts[name] = address
    return hosts


# item: D106 clean: the file is written while its old lines are walked over
def drop_comments(path):
    with open(path) as handle:
        lines = handle.readlines()
    with open(path, "w") as handle:
        for line in lines:
            if not line.startswith("#"):
                handle.write(line)


# item: D107 bug: any over a list of a whole log
def has_failures(log_path):
    with open(log_path) as log:
        return any(["FAILED" in line for line in log])  # expect: list-consumed-by-aggregate


# item: D108 clean: a short constant list
def is_weekend_name(day):
    return any([day.startswith(p) for p in ("sat", "sun")])


# item: D109 bug: a generator is summed, then counted
def average_length(path):
    with open(path) as handle:
        lengths = (len(line) for line in handle)
        total = sum(lengths)
        count = sum(1 for _ in lengths)  # expect: exhausted-generator-reused
    return total / count if count else 0


# item: D110 clean: tee'd into two
def average_length_tee(path):
    with open(path) as handle:
        first, second = itertools.tee(len(line) for line in handle)
        total = sum(first)
        count = sum(1 for _ in second)
    return total / count if count else 0


# item: D111 bug: a map object walked over twice
def normalise_scores(raw):
    scores = map(float, raw)
    top = max(scores)
    return [s / top for s in scores]  # expect: exhausted-generator-reused


# item: D112 clean: made a list before it is walked over twice
def normalise_list(raw):
    scores = list(map(float, raw))
    top = max(scores)
    return [s / top for s in scores]


# item: D113 bug: the truth of a generator is always true
def first_admin(users):
    admins = (u for u in users if u.is_admin)
    if not admins:  # expect: exhausted-generator-reused
        raise LookupError("no admin")
    return next(admins)


# item: D114 bug: a filter object is asked whether it is empty
def warn_missing(required, given, log):
    missing = filter(lambda name: name not in given, required)
    if missing:  # expect: exhausted-generator-reused
        log("missing: " + ", ".join(missing))


# item: D115 bug: set of a list comprehension over a big range
def distinct_residues(n=5_000_000, m=97):
    residues = [pow(i, 2, m) for i in range(n)]  # expect: list-consumed-by-aggregate
    unique = set(residues)  # also: list-consumed-by-aggregate
    return len(unique)


# item: D116 clean: the list is sorted and indexed
def median_line_length(path):
    with open(path) as handle:
        lengths = [len(line) for line in handle]
    lengths.sort()
    return lengths[len(lengths) // 2]


# item: D117 bug: a list of all numbers up to a million for one loop
def collatz_longest():
    best = (0, 0)
    candidates = [n for n in range(1, 1_000_000) if n % 2]  # expect: list-iterated-once
    for n in candidates:  # also: list-iterated-once
        steps, k = 0, n
        while k != 1:
            k = k // 2 if k % 2 == 0 else 3 * k + 1
            steps += 1
        best = max(best, (steps, n))
    return best


# item: D118 bug: list(map(...)) over a file for one loop
def total_of_column(path, column):
    total = 0.0
    with open(path) as handle:
        rows = list(map(lambda line: line.rstrip("\n").split("\t"), handle))  # expect: list-iterated-once
        for row in rows:  # also: list-iterated-once
            total += float(row[column])
    return total


# item: D119 clean: all rows are validated before the first is written
def load_all_or_nothing(path, insert):
    with open(path) as handle:
        rows = [json.loads(line) for line in handle]
    for row in rows:
        insert(row)


# item: D120 bug: words of a text are counted through a list
class Corpus:
    def __init__(self, path):
        self.path = path

    def counts(self):
        with open(self.path, encoding="utf-8") as handle:
            tokens = [t.lower() for line in handle for t in re.findall(r"\w+", line)]  # expect: list-consumed-by-aggregate
        return Counter(tokens)  # also: list-consumed-by-aggregate


# item: D121 clean: the tokens are kept beside the counts
class IndexedCorpus:
    def __init__(self, path):
        with open(path, encoding="utf-8") as handle:
            tokens = [t.lower() for line in handle for t in re.findall(r"\w+", line)]
        self.counts = Counter(tokens)
        self.tokens = tokens


# item: D122 clean: join wants a list anyway
def to_csv_line(values):
    return ",".join([str(v) for v in values])


# item: D123 clean: sorted wants a list anyway
def top_words(path, n=10):
    with open(path) as handle:
        pairs = [(len(w), w) for line in handle for w in line.split()]
    return sorted(pairs)[-n:]


# item: D124 bug: max over a list of the sizes of a tree of files
def largest_file(root):
    sizes = [os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(root) for f in files]  # expect: list-consumed-by-aggregate
    return max(sizes)  # also: list-consumed-by-aggregate


# item: D125 bug: a loop fills the list that sum reads
def checksum(path):
    values = []
    with open(path, "rb") as handle:
        for line in handle:
            values.append(sum(line) % 256)  # also: list-consumed-by-aggregate
    return sum(values)  # expect: list-consumed-by-aggregate


# item: D126 clean: a loop fills the list that the caller gets
def checksums(path):
    values = []
    with open(path, "rb") as handle:
        for line in handle:
            values.append(sum(line) % 256)
    if sum(values) == 0:
        return []
    return values


# item: D127 bug: dict of a list of pairs from a file
def read_properties(path):
    with open(path) as handle:
        pairs = [line.strip().split("=", 1) for line in handle if "=" in line]  # expect: list-consumed-by-aggregate
        return dict(pairs)  # also: list-consumed-by-aggregate


# item: D128 bug: Path.read_text().splitlines() in a loop with a deque
def tail(path, n=10):
    last = deque(maxlen=n)
    for line in Path(path).read_text().splitlines():  # expect: readlines-materialised
        last.append(line)
    return list(last)


# item: D129 bug: min over a named list, in a method, file in an attribute
class SensorLog:
    def __init__(self, handle):
        self.handle = handle

    def coldest(self):
        readings = [float(line.split(";")[1]) for line in self.handle]  # expect: list-consumed-by-aggregate
        return min(readings)  # also: list-consumed-by-aggregate


# item: D130 clean: the elements have effects, and any would stop early
def validate_all(forms):
    return all([form.validate() for form in forms])


# item: D131 clean: the list changes while it is walked over a copy
def remove_done(jobs):
    for job in list(jobs):
        if job.done:
            jobs.remove(job)


# item: D132 clean: needs the length for a progress bar
def process_all(paths, handle):
    texts = [Path(p).read_text() for p in paths]
    for i, text in enumerate(texts):
        print("%d/%d" % (i + 1, len(texts)))
        handle(text)


# item: D133 bug: a generator function's result is listed, then looped over
def read_records(path):
    with open(path) as handle:
        for line in handle:
            yield json.loads(line)


def longest_name(path):
    records = read_records(path)
    names = [r["name"] for r in records]  # expect: list-consumed-by-aggregate
    return max(names, key=len)  # also: list-consumed-by-aggregate


# item: D134 bug: the same generator is used in two loops of one function
def split_parity(limit):
    squares = (n * n for n in range(limit))
    evens = [s for s in squares if s % 2 == 0]
    odds = [s for s in squares if s % 2]  # expect: exhausted-generator-reused
    return evens, odds


# item: D135 clean: the generator is made anew
def split_parity_twice(limit):
    def squares():
        return (n * n for n in range(limit))
    evens = [s for s in squares() if s % 2 == 0]
    odds = [s for s in squares() if s % 2]
    return evens, odds


# item: D136 bug: zip objects are read once
def table(headers, rows):
    columns = zip(*rows)
    widths = [max(len(c) for c in col) for col in columns]
    for header, col, width in zip(headers, columns, widths):  # expect: exhausted-generator-reused
        print(header.ljust(width), col)


# item: D137 clean: partial consumption on purpose: header first, then the rest
def read_table(path):
    with open(path, newline="") as handle:
        rows = csv.reader(handle)
        header = next(rows)
        return [dict(zip(header, row)) for row in rows]


# item: D138 bug: `in` over a list of all words of a file
def knows(path, word):
    with open(path) as handle:
        words = [line.strip() for line in handle]  # expect: list-consumed-by-aggregate
        return word in words  # also: list-consumed-by-aggregate


# item: D139 clean: asked for several words
def knows_all(path, wanted):
    with open(path) as handle:
        words = [line.strip() for line in handle]
    return [w for w in wanted if w in words]


# item: D140 bug: module code reads standard input as a list of lines
def main(out=sys.stdout):
    lines = sys.stdin.readlines()  # expect: readlines-materialised
    for line in lines:  # also: readlines-materialised
        out.write(line.upper())


# item: D141 clean: the caller gets a list from the function
def usernames(users):
    names = [u.name for u in users]
    return names


# item: D142 clean: printed after it is summed
def show_squares(n):
    squares = [i * i for i in range(n)]
    print(sum(squares))
    print(squares)


# item: D143 bug: math.fsum over a list of a million floats
def integrate(f, a=0.0, b=1.0, n=1_000_000):
    h = (b - a) / n
    heights = [f(a + (i + 0.5) * h) for i in range(n)]  # expect: list-consumed-by-aggregate
    return h * math.fsum(heights)  # also: list-consumed-by-aggregate


# item: D144 clean: the iterator ends the loop, a second one goes on from there
def skip_header(lines):
    it = iter(lines)
    for line in it:
        if line == "---":
            break
    return [line for line in it]

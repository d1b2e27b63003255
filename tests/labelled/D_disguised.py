"""Needless lists in less usual clothes."""
from __future__ import annotations

import contextlib
import csv
import heapq
import operator
import os
import re
from collections import Counter, defaultdict
from typing import IO, Iterator, List, Optional

# item: D86 bug: conditional expression picks one of two lists, sum takes it
def column_sum(path: str, column: int, absolute: bool = False) -> float:
    with open(path, newline="") as fh:
        rows = csv.reader(fh)
        values = [abs(float(r[column])) for r in rows] if absolute else [float(r[column]) for r in rows]  # expect: list-consumed-by-aggregate
        return sum(values)  # also: list-consumed-by-aggregate


# item: D87 bug: handle from an ExitStack, lines through an alias
def merge_counts(paths):
    counts = Counter()
    with contextlib.ExitStack() as stack:
        for path in paths:
            handle = stack.enter_context(open(path, encoding="utf-8"))
            source = handle
            for line in source.readlines():  # expect: readlines-materialised
                counts[line.partition("\t")[0]] += 1
    return counts


# item: D88 bug: the method's list is only the argument of min with a key
class Depot:
    def __init__(self, stops):
        self.stops = stops

    def nearest(self, x, y):
        """Closest pair of stop and customer, by Manhattan distance."""
        candidates = [
            (abs(s.x - c.x) + abs(s.y - c.y), s.name)
            for s in self.stops
            for c in s.customers
        ]  # expect: list-consumed-by-aggregate
        return min(candidates, key=operator.itemgetter(0), default=(None, None))  # also: list-consumed-by-aggregate


# item: D89 bug: lambda with a list in max
longest_word = lambda path: max([len(w) for line in open(path) for w in line.split()])  # expect: list-consumed-by-aggregate


# item: D90 bug: the list is an inner step of a set update
class LinkIndex:
    pattern = re.compile(r'href="([^"]+)"')

    def __init__(self):
        self.links = set()

    def scan(self, path):
        with open(path, errors="replace") as page:
            found = [m.group(1) for line in page for m in self.pattern.finditer(line)]  # expect: list-consumed-by-aggregate | list-iterated-once
            self.links |= set(found)  # also: list-consumed-by-aggregate


# item: D91 bug: loop with else over a list made of a big range
def first_collatz_above(limit):
    starts = [n for n in range(1, 5_000_000) if n % 2]  # expect: list-iterated-once
    for n in starts:  # also: list-iterated-once
        steps, m = 0, n
        while m != 1:
            m = m // 2 if m % 2 == 0 else 3 * m + 1
            steps += 1
        if steps > limit:
            return n
    else:
        return None


# item: D92 bug: try/finally around the file, readlines in an enumerate
def locate(path, needle):
    fh = open(path, encoding="latin-1")
    try:
        for number, line in enumerate(fh.readlines(), start=1):  # expect: readlines-materialised
            if needle in line:
                return number
        return 0
    finally:
        fh.close()


# item: D93 bug: a closure that reads the generator runs twice
def compare_totals(orders, rates):
    amounts = (o["amount"] for o in orders)

    def converted(rate):
        return sum(a * rate for a in amounts)  # expect: exhausted-generator-reused

    first = converted(rates[0])
    second = converted(rates[1])  # also: exhausted-generator-reused
    return first, second


# item: D94 bug: enumerate object is read by sum and by dict
def index_lines(lines):
    numbered = enumerate(line.strip() for line in lines)
    filled = sum(1 for _, text in numbered if text)
    table = dict(numbered)  # expect: exhausted-generator-reused
    return filled, table


# item: D95 bug: the filter object of the instance is consumed by both methods
class Feed:
    def __init__(self, entries):
        self.entries = filter(None, entries)

    def titles(self):
        return [e["title"] for e in self.entries]

    def newest(self):
        names = self.titles()
        stamps = [e["stamp"] for e in self.entries]  # expect: exhausted-generator-reused
        return names, max(stamps, default=None)


# item: D96 clean: each method of the class has its own fresh generator
class Archive:
    def __init__(self, entries):
        self._entries = entries

    @property
    def entries(self):
        return (e for e in self._entries if e)

    def overview(self):
        names = [e["title"] for e in self.entries]
        stamps = [e["stamp"] for e in self.entries]
        return names, max(stamps, default=None)


# item: D97 clean: heapify, bisect and merge need lists
def smallest_files(root, n):
    heap = [(os.path.getsize(e.path), e.name) for e in os.scandir(root) if e.is_file()]
    heapq.heapify(heap)
    return [heapq.heappop(heap) for _ in range(min(n, len(heap)))]

"""Lists that are built only to be reduced to one value."""
from __future__ import annotations

import collections
import csv
import gzip
import hashlib
import json
import math
import os
from collections import Counter, deque
from typing import Iterable, Iterator

# item: D01 bug: list of every number of a big file, only summed
def total_bytes(access_log: str) -> int:
    """Bytes sent according to a common-format access log."""
    with open(access_log) as fh:
        sizes = [int(line.rsplit(" ", 1)[1]) for line in fh if line.strip()]  # expect: list-consumed-by-aggregate
        return sum(sizes)  # also: list-consumed-by-aggregate


# item: D02 bug: written inside the call, million elements
def mean_square(n=1_000_000):
    return sum([x * x for x in range(n)]) / n  # expect: list-consumed-by-aggregate


# item: D03 bug: the list exists to find its maximum
class Corpus:
    def __init__(self, directory):
        self.directory = directory

    def __iter__(self) -> Iterator[str]:
        for name in sorted(os.listdir(self.directory)):
            with open(os.path.join(self.directory, name), encoding="utf-8") as fh:
                yield from fh

    def longest_line(self) -> int:
        lengths = [len(line) for line in self]  # expect: list-consumed-by-aggregate
        return max(lengths, default=0)  # also: list-consumed-by-aggregate


# item: D04 bug: set() of a list comprehension over a whole file
def unique_visitors(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt") as fh:
        return len(set([line.split(" ", 1)[0] for line in fh]))  # expect: list-consumed-by-aggregate


# item: D05 bug: Counter fed by a named list that nobody else uses
def word_frequencies(path: str, top: int = 20):
    with open(path, encoding="utf-8") as fh:
        words = [w.strip(".,;").lower() for line in fh for w in line.split()]  # expect: list-consumed-by-aggregate
        counts = Counter(words)  # also: list-consumed-by-aggregate
    return counts.most_common(top)


# item: D06 bug: any() over a comparison of all pixels; the first hit would do
def has_transparency(width=4000, height=3000, alpha=None):
    alpha = alpha or bytes(width * height)
    return any([value < 255 for value in alpha])  # expect: list-consumed-by-aggregate


# item: D07 bug: all() of a named list of comparisons
def is_sorted_by_time(events):
    stamps = [event["ts"] for event in events]
    in_order = [stamps[i] <= stamps[i + 1] for i in range(len(stamps) - 1)]  # expect: list-consumed-by-aggregate
    return all(in_order)  # also: list-consumed-by-aggregate


# item: D08 bug: dict() of a list of pairs from a csv
def load_prices(path):
    with open(path, newline="") as fh:
        reader = csv.reader(fh)
        next(reader)
        return dict([(row[0], row[1]) for row in reader])  # expect: list-consumed-by-aggregate


# item: D09 bug: list() of map() handed to sum
def checksum(blocks: Iterable[bytes]) -> int:
    """Additive checksum over the blocks of an image."""
    partial = list(map(len, blocks))  # expect: list-consumed-by-aggregate
    return sum(partial) & 0xFFFFFFFF  # also: list-consumed-by-aggregate


# item: D10 bug: only the last lines are kept, but all are listed first
def tail(path, n=10):
    with open(path, errors="replace") as fh:
        return deque([line.rstrip("\n") for line in fh], maxlen=n)  # expect: list-consumed-by-aggregate


# item: D11 bug: fsum over distances between all pairs
def mean_distance(points):
    n = len(points)
    distances = []  # expect: list-consumed-by-aggregate
    for i in range(n):
        for j in range(i):
            distances.append(math.hypot(points[i][0] - points[j][0], points[i][1] - points[j][1]))
    return math.fsum(distances) / (n * (n - 1) / 2)  # also: list-consumed-by-aggregate


# item: D12 bug: membership in a list made for one test
def user_exists(passwd_path, wanted):
    with open(passwd_path) as fh:
        return wanted in [line.split(":", 1)[0] for line in fh]  # expect: list-consumed-by-aggregate


# item: D13 bug: frozenset of a list in a branch
def token_ids(vocab_file, lowercase=False):
    with open(vocab_file, encoding="utf-8") as fh:
        if lowercase:
            known = frozenset([line.strip().lower() for line in fh])  # expect: list-consumed-by-aggregate
        else:
            known = frozenset(line.strip() for line in fh)
    return known


# item: D14 bug: sum of counts with a filter, kept in a local and used once in the return
def disk_usage(root):
    sizes = [
        os.path.getsize(os.path.join(base, name))
        for base, _dirs, names in os.walk(root)
        for name in names
    ]  # expect: list-consumed-by-aggregate
    return sum(sizes) / 2**20  # also: list-consumed-by-aggregate

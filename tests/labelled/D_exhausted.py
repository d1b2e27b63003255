"""Iterators that are read a second time, and look-alikes."""
import csv
import itertools
import json
import os
from collections import deque

# item: D70 bug: max() and then min() of the same generator
def value_range(samples):
    numbers = (float(s) for s in samples)  # also: exhausted-generator-reused
    high = max(numbers)
    low = min(numbers, default=None)  # expect: exhausted-generator-reused
    return low, high


# item: D71 bug: the truth test of a generator is always true
def first_error(records):
    errors = (r["message"] for r in records if r["level"] == "error")
    if not errors:  # expect: exhausted-generator-reused
        return "no errors"
    return next(errors, "no errors")


# item: D72 bug: a map object is consumed for the check and gone in the loop
def save_all(store, names):
    keys = map(str.lower, names)
    if len(set(keys)) != len(names):
        raise ValueError("duplicate names")
    for key in keys:  # expect: exhausted-generator-reused
        store.append(key)
    return store


# item: D73 bug: filter object, read again in a nested loop
def pairs_of_even(values):
    even = filter(lambda v: v % 2 == 0, values)
    result = []
    for offset in (0, 100):
        for v in even:  # expect: exhausted-generator-reused
            result.append(v + offset)
    return result


# item: D74 bug: the generator comes from a function of this module
def _read_numbers(text):
    for part in text.split(","):
        part = part.strip()
        if part:
            yield int(part)


def summarise(text):
    numbers = _read_numbers(text)
    total = sum(numbers)
    biggest = max(numbers, default=0)  # expect: exhausted-generator-reused
    return {"total": total, "biggest": biggest}


# item: D75 bug: zip object listed for a message, then iterated
def apply_updates(keys, values, debug=False):
    updates = zip(keys, values)
    print("applying", len(list(updates)), "updates")
    table = {}
    for key, value in updates:  # expect: exhausted-generator-reused
        table[key] = value
    return table


# item: D76 bug: kept in self, the second method call finds nothing
class Report:
    def __init__(self, rows):
        self.rows = (dict(row) for row in rows)

    def totals(self):
        return sum(row["amount"] for row in self.rows)

    def render(self):
        total = self.totals()
        lines = ["%(name)s %(amount)s" % row for row in self.rows]  # expect: exhausted-generator-reused
        return lines + ["total %s" % total]


# item: D77 bug: an alias of an exhausted iterator
def split_header(lines):
    body = iter(sorted(lines))
    rest = body
    words = [line.split() for line in body]
    flagged = any(line.startswith("!") for line in rest)  # expect: exhausted-generator-reused
    return words, flagged


# item: D78 clean: the iterator is read on in a second loop on purpose
def read_message(lines):
    it = iter(lines)
    headers = {}
    for line in it:
        if not line.strip():
            break
        key, _, value = line.partition(":")
        headers[key] = value.strip()
    body = "".join(it)
    return headers, body


# item: D79 clean: consumed in one branch or the other
def materialise(items, as_set=False):
    cleaned = (item.strip() for item in items)
    if as_set:
        return set(cleaned)
    return list(cleaned)


# item: D80 clean: tee gives two iterators
def running_pairs(values):
    a, b = itertools.tee(v * 2 for v in values)
    next(b, None)
    return list(zip(a, b))


# item: D81 clean: made anew for every pass
def multi_pass(values):
    out = []
    for factor in (1, 2, 3):
        scaled = (v * factor for v in values)
        out.append(sum(scaled))
    scaled = (v - 1 for v in values)
    out.append(max(scaled))
    return out


# item: D82 clean: next() takes the header, the loop the rest
def load_csv(fh):
    reader = csv.reader(fh)
    header = next(reader)
    rows = (dict(zip(header, row)) for row in reader)
    first = next(rows, None)
    others = list(rows)
    return first, others


# item: D83 clean: chunks taken from one iterator until it is empty
def chunked(iterable, size):
    it = (x for x in iterable)
    while True:
        chunk = list(itertools.islice(it, size))
        if not chunk:
            return
        yield chunk


# item: D84 clean: range and dict views can be read again
def matrix_sums(n, table):
    rows = range(n)
    keys = table.keys()
    a = sum(rows) + len(list(keys))
    b = max(rows, default=0)
    return a, b, [k for k in keys if k]


# item: D85 clean: a list replaces the generator under the same name
def dedupe(items):
    items = (i.lower() for i in items)
    items = list(items)
    if not items:
        return []
    return [i for n, i in enumerate(items) if i not in items[:n]]

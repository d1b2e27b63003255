"""Lists and generators in log tools, loaders, reports and handlers."""
import collections
import csv
import itertools
import json
import sys
from pathlib import Path


# item: D501 bug: the durations of a log are listed in a method for their maximum
class LogTool:
    def __init__(self, path):
        self.path = Path(path)

    def slowest(self):
        with self.path.open() as log:
            durations = [float(line.split()[-1]) for line in log]  # expect: list-consumed-by-aggregate
            return max(durations, default=0.0)  # also: list-consumed-by-aggregate


# item: D502 clean: the durations are sorted for the median
class MedianTool:
    def __init__(self, path):
        self.path = Path(path)

    def median(self):
        with self.path.open() as log:
            durations = sorted([float(line.split()[-1]) for line in log])
        return durations[len(durations) // 2]


# item: D503 bug: a try block reads all lines for one loop
def load_pairs(path):
    pairs = {}
    try:
        handle = open(path)
    except FileNotFoundError:
        return pairs
    with handle:
        for line in handle.readlines():  # expect: readlines-materialised
            key, _, value = line.partition(":")
            pairs[key] = value.strip()
    return pairs


# item: D504 clean: lines are looked at from both ends
def trim_blank(path):
    with open(path) as handle:
        lines = handle.readlines()
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


# item: D505 bug: orders are parsed into a list and then grouped
def orders_by_city(path):
    cities = collections.defaultdict(list)
    with open(path, newline="") as source:
        orders = [row for row in csv.DictReader(source) if row["state"] == "paid"]  # expect: list-iterated-once
        for order in orders:  # also: list-iterated-once
            cities[order["city"]].append(order["total"])
    return cities


# item: D506 clean: orders are grouped and counted
def orders_and_number(path):
    cities = collections.defaultdict(list)
    with open(path, newline="") as source:
        orders = [row for row in csv.DictReader(source) if row["state"] == "paid"]
    for order in orders:
        cities[order["city"]].append(order["total"])
    return cities, len(orders)


# item: D507 bug: the filtered events are printed, then none is left for the file
def show_and_store(events, out):
    failed = filter(lambda event: event["failed"], events)
    print("failed:", ", ".join(event["name"] for event in failed))
    json.dump([event["name"] for event in failed], out)  # expect: exhausted-generator-reused


# item: D508 clean: tee gives two
def show_and_store_both(events, out):
    shown, stored = itertools.tee(event for event in events if event["failed"])
    print("failed:", ", ".join(event["name"] for event in shown))
    json.dump([event["name"] for event in stored], out)


# item: D509 bug: a generator function's values are summed up and looked for their largest
def read_sizes(root):
    for path in Path(root).iterdir():
        yield path.stat().st_size


def summary(root):
    sizes = read_sizes(root)
    total = sum(sizes)
    return total, max(sizes, default=0)  # expect: exhausted-generator-reused


# item: D510 clean: the generator function is called for each
def summary_twice(root):
    return sum(read_sizes(root)), max(read_sizes(root), default=0)


# item: D511 bug: is any of the lines too long: all are measured first
def has_long_line(path, limit=100):
    with open(path) as source:
        return any([len(line) > limit for line in source])  # expect: list-consumed-by-aggregate


# item: D512 clean: each sensor is switched off, whatever the first says
def switch_off(sensors):
    return any([sensor.off() for sensor in sensors])


# item: D513 bug: a frozen set of a list of all users
def users_of(path):
    with open(path) as log:
        return frozenset([line.split(" ", 1)[0] for line in log])  # expect: list-consumed-by-aggregate


# item: D514 clean: the users in their order, once each
def users_in_order(path):
    with open(path) as log:
        return list(dict.fromkeys([line.split(" ", 1)[0] for line in log]))


# item: D515 bug: the enumerated rows are read by a helper and by the loop
def longest_of(rows):
    return max(len(text) for _, text in rows)


def print_aligned(texts):
    rows = enumerate(texts, 1)
    width = longest_of(rows)
    for number, text in rows:  # expect: exhausted-generator-reused
        print(number, text.ljust(width))


# item: D516 clean: the rows are a list
def print_aligned_list(texts):
    rows = list(enumerate(texts, 1))
    width = longest_of(rows)
    for number, text in rows:
        print(number, text.ljust(width))


# item: D517 bug: the text of a file is cut into lines for one sum
def total_of(path):
    text = Path(path).read_text()
    total = 0
    for line in text.splitlines():  # expect: readlines-materialised
        total += int(line)
    return total


# item: D518 clean: the text is shown where a line is no number
def total_or_text(path):
    text = Path(path).read_text()
    lines = text.splitlines()
    if not all(line.isdigit() for line in lines):
        return text
    return sum(int(line) for line in lines)

"""Lists that one loop reads once, and such that must stay lists."""
import csv
import itertools
import json
import os
import re
import sqlite3
import threading

# item: D37 bug: the lines of a log are parsed into a list that one loop reads
def errors_per_host(path):
    hosts = {}
    with open(path) as fh:
        records = [line.rstrip("\n").split(" ") for line in fh]  # expect: list-iterated-once
        for record in records:  # also: list-iterated-once
            if record[-1] == "ERROR":
                hosts[record[0]] = hosts.get(record[0], 0) + 1
    return hosts


# item: D38 bug: comprehension inside the for header
def histogram_of_lengths(corpus_path):
    bins = [0] * 256
    with open(corpus_path, encoding="utf-8") as corpus:
        for n in [len(line) for line in corpus]:  # expect: list-iterated-once
            bins[min(n, 255)] += 1
    return bins


# item: D39 bug: list(map()) as the loop's iterable
def print_upper(path):
    longest = ""
    with open(path) as fh:
        for line in list(map(str.strip, fh)):  # expect: list-iterated-once | redundant-snapshot
            if len(line) > len(longest):
                longest = line
    return longest


# item: D40 bug: built by append in one loop, read by the next
def sum_of_squares_above(n, limit):
    squares = []  # expect: list-iterated-once
    for i in range(n * 100_000):
        squares.append(i * i)
    count = 0
    for sq in squares:  # also: list-iterated-once
        if sq > limit:
            count += 1
    return count


# item: D41 bug: filtered list in a method, loop fills an attribute
class Index:
    def __init__(self):
        self.postings = {}

    def add_file(self, doc_id, path):
        with open(path, encoding="utf-8") as fh:
            words = [w.lower() for line in fh for w in line.split() if w.isalpha()]  # expect: list-iterated-once
            for word in words:  # also: list-iterated-once
                self.postings.setdefault(word, set()).add(doc_id)


# item: D42 bug: all candidates of a product are listed for one search loop
def cheapest_pair(prices, budget):
    pairs = [(a, b) for a in prices for b in prices if a != b]  # expect: list-iterated-once
    best = None
    for a, b in pairs:  # also: list-iterated-once
        if a + b <= budget and (best is None or a + b > sum(best)):
            best = (a, b)
    return best


# item: D43 bug: zip() turned into a list for one enumerate loop
def diff_lines(left_path, right_path):
    changed = []
    with open(left_path) as left, open(right_path) as right:
        both = list(itertools.zip_longest(left, right))  # expect: list-iterated-once | redundant-snapshot
        for number, (a, b) in enumerate(both, 1):  # also: list-iterated-once
            if a != b:
                changed.append(number)
    return changed


# item: D44 bug: in the other branch of a condition, inner loop
def count_matches(path, pattern, ignore_comments=True):
    regex = re.compile(pattern)
    hits = 0
    with open(path) as fh:
        if ignore_comments:
            code = [line for line in fh if not line.startswith("#")]  # expect: list-iterated-once
            for line in code:  # also: list-iterated-once
                if regex.search(line):
                    hits += 1
        else:
            for line in fh:
                hits += bool(regex.search(line))
    return hits


# item: D45 clean: all rows are converted before the first is written
def import_rows(path, table):
    with open(path, newline="") as fh:
        rows = [(int(r["id"]), float(r["amount"])) for r in csv.DictReader(fh)]
    for row_id, amount in rows:
        table.insert(row_id, amount)
    table.commit()


# item: D46 clean: the loop changes the dictionary
def expire(sessions, now):
    for key in [k for k, s in sessions.items() if s["until"] < now]:
        del sessions[key]
    return sessions


# item: D47 clean: snapshot, the loop appends to the source
def propagate(nodes):
    for node in [n for n in nodes if n.get("dirty")]:
        for child in node.get("children", ()):
            nodes.append(child)
        node["dirty"] = False
    return nodes


# item: D48 clean: file closed before the loop
def apply_patch(path, out):
    with open(path) as fh:
        hunks = [line for line in fh if line.startswith("@@")]
    for hunk in hunks:
        out.write(hunk)


# item: D49 clean: start all, then join all
def run_parallel(tasks):
    threads = [threading.Thread(target=t) for t in tasks]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


# item: D50 clean: every future is submitted before the first result is awaited
def fetch_all(pool, urls):
    futures = [pool.submit(fetch, url) for url in urls]
    for future in futures:
        yield future.result()


def fetch(url):
    return len(url)


# item: D51 clean: the lock is held only while the list is made
class Registry:
    def __init__(self):
        self._lock = threading.Lock()
        self._callbacks = {}

    def notify(self, event):
        with self._lock:
            targets = [cb for name, cb in self._callbacks.items() if name == event]
        for cb in targets:
            cb(event)


# item: D52 clean: the loop runs again for each pass
def relax(edges, nodes):
    weighted = [(u, v, abs(w)) for u, v, w in edges]
    dist = {n: float("inf") for n in nodes}
    dist[nodes[0]] = 0
    for _ in range(len(nodes) - 1):
        for u, v, w in weighted:
            if dist[u] + w < dist[v]:
                dist[v] = dist[u] + w
    return dist


# item: D53 clean: six elements
def month_names(locale):
    names = [locale.nl_langinfo(i) for i in range(6)]
    for i, name in enumerate(names):
        print(i, name)

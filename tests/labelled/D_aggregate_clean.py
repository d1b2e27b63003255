"""Look-alikes: the list before the reduction is right, or does not matter."""
import hashlib
import json
import math
import os
import random
import statistics
from collections import Counter
from collections.abc import Callable

# item: D15 clean: join needs the whole sequence anyway
def to_csv_line(row):
    cells = [str(cell).replace('"', '""') for cell in row]
    return ",".join(cells) + "\n"


# item: D16 clean: joined in place, over a file
def normalise(path):
    with open(path) as fh:
        return "".join([line.rstrip() + "\n" for line in fh if line.strip()])


# item: D17 clean: sorted() builds a list anyway
def ranking(results):
    scores = [(r["score"], r["name"]) for r in results]
    return sorted(scores, reverse=True)


# item: D18 clean: used twice, a generator would be empty the second time
def normalise_weights(path):
    with open(path) as fh:
        weights = [float(line) for line in fh]
    total = sum(weights)
    return [w / total for w in weights]


# item: D19 clean: sum and len of the same list
def average_length(path):
    with open(path, encoding="utf-8") as fh:
        lengths = [len(line) for line in fh]
    return sum(lengths) / len(lengths) if lengths else 0.0


# item: D20 clean: every form shall be validated, so that all its errors show
def all_valid(forms):
    """Validate all the forms, even after the first is found to be wrong."""
    return all([form.is_valid() for form in forms])


# item: D21 clean: every listener is told; any() must not stop at the first True
class Emitter:
    def __init__(self):
        self.listeners = []

    def emit(self, event):
        return any([listener(event) for listener in self.listeners])


# item: D22 clean: elements pop from a queue as an effect
def drain(queue, n):
    received = any([queue.get_nowait() is not None for _ in range(n)])
    return received


# item: D23 clean: ten elements of a literal
def has_image_suffix(name):
    return any([name.endswith(s) for s in (".png", ".jpg", ".gif")]) or max([len(name), 0]) == 0


# item: D24 clean: eight short numbers
def ipv6_checksum(groups):
    words = [int(g, 16) for g in groups[:8]]
    parity = sum([w & 1 for w in words[:4]])
    return (words, parity)


# item: D25 clean: the list is kept in the object as well
class Histogram:
    def __init__(self, samples):
        self.bins = [int(s) for s in samples]
        self.top = max(self.bins)

    def share(self, i):
        return self.bins[i] / self.top


# item: D26 clean: the list is returned with its sum
def line_items(order):
    amounts = [line["qty"] * line["price"] for line in order["lines"]]
    order["total"] = sum(amounts)
    return amounts


# item: D27 clean: logged in between, for which the list is wanted
def count_failures(log, outcomes):
    failed = [o["name"] for o in outcomes if not o["ok"]]
    log.info("failed: %s", failed)
    return Counter(failed)


# item: D28 clean: the element calls next(), StopIteration would turn into RuntimeError
def take_sum(it, n):
    it = iter(it)
    try:
        return sum([next(it) for _ in range(n)])
    except StopIteration:
        return None


# item: D29 clean: await inside; the generator would be an asynchronous one
async def total_size(session, urls):
    return sum([await session.head_size(url) for url in urls])


# item: D30 clean: statistics and random want sequences
def spread(samples):
    values = [abs(s) for s in samples]
    return statistics.pstdev(values), random.choice([v for v in samples if v > 0])


# item: D31 clean: star arguments and unpacking
def bounding_box(points):
    xs, ys = zip(*[(p.x, p.y) for p in points])
    low, high = [min(xs), min(ys)], [max(xs), max(ys)]
    return (*low, *high)


# item: D32 clean: the rows are fetched before the cursor is closed
def paid_total(connection, year):
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT amount FROM invoices WHERE year = ?", (year,))
        amounts = [row[0] for row in cursor]
    finally:
        cursor.close()
    return sum(amounts)


# item: D33 clean: snapshot before the source changes
def retire(pool, limit):
    ages = [w.age for w in pool.workers]
    pool.workers.clear()
    return max(ages) > limit


# item: D34 clean: the comprehension's free variable is rebound before the list is used
def scaled_total(values, factors):
    scale = factors[0]
    scaled = [v * scale for v in values]
    scale = factors[-1]
    return sum(scaled) / scale


# item: D35 clean: numpy needs the length
def to_matrix(records):
    import numpy as np
    rows = [[r["x"], r["y"]] for r in records]
    matrix = np.array(rows)
    return matrix.sum(axis=0)


# item: D36 clean: a generator expression already
def digest_size(paths):
    h = hashlib.sha256()
    for p in paths:
        h.update(p.encode())
    return sum(os.path.getsize(p) for p in paths), h.hexdigest()

"""One object in many slots."""
import collections
import copy
import itertools
from dataclasses import dataclass

# item: B01 bug: all rows of the board are the same list
class Board:
    def __init__(self, width=8, height=8):
        self.width = width
        self.cells = [[None] * width] * height  # expect: repeated-mutable-sequence

    def place(self, piece, x, y):
        if self.cells[y][x] is not None:
            raise ValueError("occupied")
        self.cells[y][x] = piece


# item: B02 bug: buckets made with a tuple, filled through a loop
def bucket_sort(values, size=10):
    buckets = ([],) * size  # expect: repeated-mutable-sequence
    top = max(values) + 1
    for v in values:
        buckets[v * size // top].append(v)
    return [v for b in buckets for v in sorted(b)]


# item: B03 bug: a named row is repeated
def edit_distance(a, b):
    row = [0] * (len(b) + 1)
    table = [row] * (len(a) + 1)  # expect: repeated-mutable-sequence
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if not i or not j:
                table[i][j] = i + j
            else:
                table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1,
                                  table[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
    return table[-1][-1]


# item: B04 bug: dicts repeated with itertools.repeat, changed by zip
def label_rows(names):
    rows = list(itertools.repeat({}, len(names)))  # expect: repeated-mutable-sequence
    for row, name in zip(rows, names):
        row["name"] = name
    return rows


# item: B05 bug: one instance repeated, its attribute is set
class Particle:
    def __init__(self, x=0.0):
        self.x = x
        self.trail = []

    def step(self, dx):
        self.x += dx
        self.trail.append(self.x)


def simulate(n, moves):
    swarm = [Particle()] * n  # expect: repeated-mutable-sequence
    for i, dx in enumerate(moves):
        swarm[i % n].step(dx)
    return [p.x for p in swarm]


# item: B06 bug: rows returned by a helper, written by the caller through an alias
def _empty_grid(rows, cols):
    grid = [[0] * cols] * rows  # expect: repeated-mutable-sequence
    return grid


def count_neighbours(alive, rows, cols):
    counts = _empty_grid(rows, cols)
    for r, c in alive:
        line = counts[r]
        line[c] += 1
    return counts


# item: B07 clean: rows are made one by one
def adjacency(n, edges):
    matrix = [[0] * n for _ in range(n)]
    for u, v in edges:
        matrix[u][v] = matrix[v][u] = 1
    return matrix


# item: B08 clean: repeated rows that are only read
def pad(batch, length, filler=0):
    masks = [[filler] * length] * len(batch)
    return [row + mask[len(row):] for row, mask in zip(batch, masks)]


# item: B09 clean: slots are replaced, never changed
def last_seen(events, hosts):
    seen = [[]] * len(hosts)
    for host, stamp in events:
        i = hosts.index(host)
        seen[i] = seen[i] + [stamp]
    return seen


# item: B10 clean: immutable elements
def blank_screen(width, height):
    screen = [" " * width] * height
    screen[0] = "+" + "-" * (width - 2) + "+"
    flags = [(False, None)] * height
    flags[0] = (True, "top")
    return screen, flags


# item: B11 clean: repeated for zip of one iterator, the idiom for groups
def pairs(flat, size=2):
    return list(zip(*[iter(flat)] * size))


# item: B12 clean: copied on the way out
def make_rows(template, n):
    return [copy.deepcopy(row) for row in [template] * n]


# item: B13 clean: one slot only
def single(values):
    holder = [[]] * 1
    holder[0].extend(values)
    return holder

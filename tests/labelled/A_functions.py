"""Defaults of plain functions."""
import copy
import csv
import io
import json
import os
from collections import OrderedDict, defaultdict, deque

# item: A01 bug: the default is changed through a second name
def collect_rows(reader, skip_blank=True, rows=[]):  # expect: mutable-default-mutated
    """Gather the rows of a csv reader, without the blank ones."""
    out = rows
    for record in reader:
        if skip_blank and not any(record):
            continue
        out.append([cell.strip() for cell in record])
    return len(out), out


# item: A02 bug: a helper of the same module changes the default
def _add_defaults(opts):
    opts.setdefault("timeout", 30)
    opts.setdefault("verify", True)
    return opts


def build_request(url, method="GET", opts={}):  # expect: mutable-default-mutated
    merged = _add_defaults(opts)
    if method == "POST":
        merged["body"] = b""
    return {"url": url, "method": method, "timeout": merged["timeout"], "body": merged.get("body")}


# item: A03 bug: default of a lambda, every call appends to it
remember = lambda value, seen=[]: seen.append(value) or list(seen)  # expect: mutable-default-mutated


# item: A04 bug: keyword-only dict gets new keys
def render_template(name, *, context={}, **extra):  # expect: mutable-default-mutated
    for key, value in extra.items():
        context[key] = value
    body = "%s(%s)" % (name, ", ".join("%s=%s" % kv for kv in sorted(context.items())))
    return body


# item: A05 clean: copied before it is changed
def open_connection(host, port=5432, options={}):
    """Connect with `options`, which win over our defaults."""
    options = dict(options)
    options.setdefault("connect_timeout", 10)
    options["host"] = host
    options["port"] = port
    return options


# item: A06 clean: an empty default never survives the truth test
def send_mail(to, subject, attachments=[]):
    if not attachments:
        attachments = []
    attachments.append(("body.txt", subject))
    return to, attachments


# item: A07 clean: only read
def is_allowed(path, exclude=["*.pyc", ".git", "node_modules"]):
    base = os.path.basename(path)
    for pattern in exclude:
        if pattern.startswith("*") and base.endswith(pattern[1:]):
            return False
    return base not in exclude


# item: A08 clean: a memo on purpose, named so
def fibonacci(n, _memo={0: 0, 1: 1}):
    """Memoised through the default, which is shared by intent."""
    if n not in _memo:
        _memo[n] = fibonacci(n - 1) + fibonacci(n - 2)
    return _memo[n]


# item: A09 bug: the default is a module constant and the function inserts into it
DEFAULT_COLUMNS = ["id", "name", "created"]


def export_csv(records, columns=DEFAULT_COLUMNS, with_owner=False):  # expect: mutable-default-mutated
    buf = io.StringIO()
    if with_owner:
        columns.insert(1, "owner")
    writer = csv.writer(buf)
    writer.writerow(columns)
    for record in records:
        writer.writerow([record.get(c, "") for c in columns])
    return buf.getvalue()


# item: A10 bug: the None guard does not help, the default is not None
def tokenize(text, stop=("the", "a"), tokens=[]):  # expect: mutable-default-mutated
    if tokens is None:
        tokens = []
    for word in text.lower().split():
        if word not in stop:
            tokens.append(word)
    return tokens


# item: A11 bug: augmented assignment extends the default list in place
def flatten(node, leaves=[]):  # expect: mutable-default-mutated
    if isinstance(node, (list, tuple)):
        for child in node:
            flatten(child, leaves)
    else:
        leaves += [node]
    return leaves


# item: A12 clean: augmented assignment of a tuple, a string and a number makes new objects
def describe(kind, parts=(), prefix="", depth=0):
    parts += (kind,)
    prefix += "-" * depth
    depth += 1
    return prefix + "/".join(parts), depth


# item: A13 bug: a nested function changes the default
def walk_tree(root, found=[]):  # expect: mutable-default-mutated
    """Names of all nodes below `root` that have no children."""
    def visit(node):
        children = node.get("children", ())
        if not children:
            found.append(node["name"])
        for child in children:
            visit(child)

    visit(root)
    return sorted(found)


# item: A14 bug: a multiplied list as the default, written by index
def histogram(values, width=10, bins=[0] * 10):  # expect: mutable-default-mutated
    for value in values:
        slot = min(int(value // width), len(bins) - 1)
        bins[slot] += 1
    return bins


# item: A15 clean: rebinding with + leaves the default alone
def find_path(graph, start, goal, path=[]):
    """Recursive search as in the old Python essay."""
    path = path + [start]
    if start == goal:
        return path
    for nxt in graph.get(start, ()):
        if nxt not in path:
            longer = find_path(graph, nxt, goal, path)
            if longer:
                return longer
    return None

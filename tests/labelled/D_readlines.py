"""Whole files in memory, and such that have to be."""
import configparser
import contextlib
import difflib
import io
import json
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

# item: D54 bug: readlines in a for header
def count_requests(log_path):
    total = 0
    with open(log_path) as log:
        for line in log.readlines():  # expect: readlines-materialised
            if '"GET ' in line:
                total += 1
    return total


# item: D55 bug: readlines named, one loop reads it
def parse_fasta(path):
    sequences, name = {}, None
    with open(path) as handle:
        lines = handle.readlines()  # expect: readlines-materialised
        for line in lines:  # also: readlines-materialised | list-iterated-once
            if line.startswith(">"):
                name = line[1:].strip()
                sequences[name] = []
            elif name:
                sequences[name].append(line.strip())
    return {k: "".join(v) for k, v in sequences.items()}


# item: D56 bug: read().splitlines() for one loop
class HostsFile:
    def __init__(self, path="/etc/hosts"):
        self.path = path

    def lookup(self, name):
        with open(self.path) as fh:
            for entry in fh.read().splitlines():  # expect: readlines-materialised
                fields = entry.split("#", 1)[0].split()
                if name in fields[1:]:
                    return fields[0]
        return None


# item: D57 bug: list(file) enumerated once
def find_marker(path, marker):
    with open(path, errors="ignore") as src:
        content = list(src)  # expect: readlines-materialised | list-iterated-once
        for number, text in enumerate(content, start=1):  # also: readlines-materialised | list-iterated-once
            if marker in text:
                return number
    return -1


# item: D58 bug: readlines inside a comprehension
def load_vocabulary(vocab_path):
    """Token to index, one token a line."""
    with open(vocab_path, encoding="utf-8") as reader:
        tokens = {line.rstrip("\n"): i for i, line in enumerate(reader.readlines())}  # expect: readlines-materialised
    return tokens


# item: D59 bug: opened without with, a standard stream
def grep_stdin(word):
    found = 0
    for line in sys.stdin.readlines():  # expect: readlines-materialised
        found += word in line
    return found


# item: D60 bug: readlines through a pathlib handle, filtered into a set
def blocked_addresses(path: Path):
    with path.open() as fh:
        raw = fh.readlines()  # expect: readlines-materialised
        return {entry.strip() for entry in raw if not entry.startswith("#")}


# item: D61 info: the length of readlines, the lines are not used (sum(1 for _ in fh) would do)
def count_lines(path):
    with open(path, "rb") as fh:
        lines = fh.readlines()  # expect: list-built-only-to-count | readlines-materialised
    return len(lines)


# item: D62 clean: indexed, header and footer
def read_table(path):
    with open(path) as fh:
        lines = fh.readlines()
    header = lines[0].split()
    return header, [line.split() for line in lines[2:-1]]


# item: D63 clean: two passes
def align_columns(path):
    with open(path) as fh:
        lines = fh.readlines()
    width = max(len(line) for line in lines)
    return [line.rstrip("\n").rjust(width) for line in lines]


# item: D64 clean: the same file is written again afterwards
def strip_trailing_spaces(path):
    with open(path) as fh:
        lines = fh.readlines()
    with open(path, "w") as fh:
        for line in lines:
            fh.write(line.rstrip() + "\n")


# item: D65 clean: the file is rewound and cut inside the loop
def drop_comments(path):
    with open(path, "r+") as fh:
        lines = fh.readlines()
        fh.seek(0)
        for line in lines:
            if not line.startswith("#"):
                fh.write(line)
        fh.truncate()


# item: D66 clean: difflib wants sequences
def show_diff(old, new):
    with open(old) as a, open(new) as b:
        return list(difflib.unified_diff(a.readlines(), b.readlines(), old, new))


# item: D67 clean: readlines with a size limit reads in portions
def copy_in_portions(src, dst):
    while True:
        portion = src.readlines(65536)
        if not portion:
            break
        for line in portion:
            dst.write(line)


# item: D68 clean: the lines are the result
def load_stopwords(path):
    with open(path, encoding="utf-8") as fh:
        return fh.read().splitlines()


# item: D69 clean: shuffled
def sample_lines(path, k):
    with open(path) as fh:
        lines = fh.readlines()
    random.shuffle(lines)
    for line in lines:
        if k <= 0:
            return
        k -= 1
        yield line

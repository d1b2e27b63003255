"""Lists that one pass uses, iterators that two passes use: scripts, parsers, loaders, reports."""
import csv
import glob
import json
import logging
import os
import re
import sys
from collections import Counter, defaultdict, deque
from pathlib import Path

log = logging.getLogger("fourth")


# item: D301 bug: the latency report lists all numbers of a log for one max
def slowest(path):
    pattern = re.compile(r"took (\d+) ms")
    with open(path) as lines:
        times = [int(found.group(1)) for found in map(pattern.search, lines) if found]
        return max(times, default=0)  # expect: list-consumed-by-aggregate
        # also: list-consumed-by-aggregate


# item: D302 clean: the percentile needs them sorted and counted
def percentile(path, share):
    with open(path) as lines:
        times = sorted([int(line.split()[-1]) for line in lines])
    return times[int(len(times) * share)]


# item: D303 bug: the vocabulary is a set of a list over the corpus
class Vocabulary:
    def __init__(self, min_length=2):
        self.min_length = min_length
        self.words = set()

    def read(self, path):
        with open(path, encoding="utf-8") as corpus:
            found = []
            for line in corpus:
                for word in line.split():
                    if len(word) >= self.min_length:
                        found.append(word.lower())
            self.words |= set(found)  # expect: list-consumed-by-aggregate


# item: D304 clean: the words are counted and also kept in their order
class Index:
    def __init__(self):
        self.order = []
        self.counts = Counter()

    def read(self, path):
        with open(path, encoding="utf-8") as corpus:
            words = [word for line in corpus for word in line.split()]
        self.counts.update(words)
        self.order.extend(words)


# item: D305 bug: events of a log are parsed into a list for one loop that writes them
def convert(source, target):
    with open(source) as src, open(target, "w") as out:
        events = [json.loads(line) for line in src if line.strip()]  # expect: list-iterated-once
        for event in events:
            out.write("%s\t%s\n" % (event["id"], event["kind"]))


# item: D306 clean: nothing is written unless every event parses
def convert_all_or_nothing(source, target):
    with open(source) as src:
        events = [json.loads(line) for line in src if line.strip()]
    with open(target, "w") as out:
        for event in events:
            out.write("%s\n" % event["id"])


# item: D307 bug: a command counts the lines that mention a word
def main(argv=None):
    word, path = argv or sys.argv[1:]
    total = 0
    with open(path, errors="replace") as handle:
        for line in handle.readlines():  # expect: readlines-materialised
            if word in line:
                total += 1
    print(total)
    return 0


# item: D308 clean: the lines are numbered from the end
def tail_numbers(path):
    with open(path) as handle:
        lines = handle.readlines()
    for back, line in enumerate(reversed(lines), 1):
        print(-back, line, end="")
    return len(lines)


# item: D309 bug: a config reader takes the lines with splitlines for one pass
def read_config(path):
    settings = {}
    for line in Path(path).read_text().splitlines():  # expect: readlines-materialised
        key, found, value = line.partition("=")
        if found and not key.startswith("#"):
            settings[key.strip()] = value.strip()
    return settings


# item: D310 clean: the text is hashed as well as read
def read_config_with_hash(path):
    text = Path(path).read_text()
    settings = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    return settings, hash(text)


# item: D311 bug: the batches of a data loader are a generator, the second epoch gets none
def train(samples, size, epochs, step):
    batches = (samples[i:i + size] for i in range(0, len(samples), size))
    losses = []
    for epoch in range(epochs):
        losses.append(sum(step(batch) for batch in batches))  # expect: exhausted-generator-reused
    return losses


# item: D312 clean: the batches are made anew for each epoch
def train_fresh(samples, size, epochs, step):
    losses = []
    for epoch in range(epochs):
        batches = (samples[i:i + size] for i in range(0, len(samples), size))
        losses.append(sum(step(batch) for batch in batches))
    return losses


# item: D313 bug: the pairs of a header are listed after they went into a dict
def parse_header(text):
    pairs = map(lambda part: part.strip().split("=", 1), text.split(";"))
    values = dict(pairs)
    names = [name for name, _ in pairs]  # expect: exhausted-generator-reused
    return values, names


# item: D314 clean: the reader gives the head to next and the rest to the loop
def load_table(path):
    with open(path, newline="") as handle:
        reader = csv.reader(handle)
        head = next(reader)
        return [dict(zip(head, row)) for row in reader]


# item: D315 bug: any() over a list of all checks of a big dump
def has_secret(path, words):
    with open(path) as dump:
        return any([word in line for line in dump for word in words])  # expect: list-consumed-by-aggregate

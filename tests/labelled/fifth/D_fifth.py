"""Lists where one pass would do, and generators that are read twice, in scripts, importers, reports and services."""
import collections
import csv
import gzip
import io
import itertools
import json
import math
import os
import re
import sys
from pathlib import Path

WORD = re.compile(r"\w+")


# item: D401 bug: all sizes of a log are in a list for one sum
def bytes_served(path):
    with open(path) as log:
        return sum([int(line.rsplit(" ", 1)[1]) for line in log if " 200 " in line])  # expect: list-consumed-by-aggregate


# item: D402 clean: sizes are summed up as they are read
def bytes_served_lazily(path):
    with open(path) as log:
        return sum(int(line.rsplit(" ", 1)[1]) for line in log if " 200 " in line)


# item: D403 bug: a list with a name is only there for its maximum
def longest_line(path):
    with open(path) as source:
        lengths = [len(line) for line in source]  # expect: list-consumed-by-aggregate
    return max(lengths, default=0)  # also: list-consumed-by-aggregate


# item: D404 clean: the lengths are needed twice
def mean_and_longest(path):
    with open(path) as source:
        lengths = [len(line) for line in source]
    return sum(lengths) / len(lengths), max(lengths)


# item: D405 bug: the lines of a file are read into a list for one numbered pass
def find_todo(path):
    found = []
    with open(path) as source:
        for number, line in enumerate(source.readlines(), 1):  # expect: readlines-materialised
            if "TODO" in line:
                found.append(number)
    return found


# item: D406 clean: the line before is looked at, too
def find_repeated(path):
    found = []
    with open(path) as source:
        lines = source.readlines()
    for number in range(1, len(lines)):
        if lines[number] == lines[number - 1]:
            found.append(number)
    return found


# item: D407 bug: events are decoded into a list that one loop adds up
def total_by_user(path):
    totals = collections.Counter()
    with open(path) as stream:
        events = [json.loads(line) for line in stream]  # expect: list-iterated-once
        for event in events:  # also: list-iterated-once
            totals[event["user"]] += event["amount"]
    return totals


# item: D408 clean: nothing is sent before all events could be decoded
def replay(path, send):
    with open(path) as stream:
        events = [json.loads(line) for line in stream]
    for event in events:
        send(event)


# item: D409 bug: matching lines are collected by append for one loop that prints
def show_errors(stream):
    matches = []  # expect: list-iterated-once
    for line in stream.readlines():  # also: readlines-materialised
        if "ERROR" in line:
            matches.append(line.rstrip())
    for match in matches:  # also: list-iterated-once
        print(match)


# item: D410 clean: matching lines are collected and given back
def errors_of(stream):
    matches = []
    for line in stream:
        if "ERROR" in line:
            matches.append(line.rstrip())
    return matches


# item: D411 bug: the set of all words is made of a list of all words
def vocabulary(path):
    with gzip.open(path, "rt") as corpus:
        return set([word.lower() for line in corpus for word in WORD.findall(line)])  # expect: list-consumed-by-aggregate


# item: D412 clean: join makes a list anyway
def flatten(path):
    with open(path) as corpus:
        return " ".join([line.strip() for line in corpus])


# item: D413 bug: a list of all comments for their number
def count_comments(path):
    with open(path) as source:
        return len([line for line in source if line.lstrip().startswith("#")])  # expect: list-built-only-to-count


# item: D414 clean: the comments are counted and shown
def show_comments(path):
    with open(path) as source:
        comments = [line for line in source if line.lstrip().startswith("#")]
    print(len(comments))
    return comments


# item: D415 bug: all matches are made for the first
def first_heading(path):
    with open(path) as page:
        return [line[2:].strip() for line in page if line.startswith("# ")][0]  # expect: list-for-first


# item: D416 clean: the first and the rest are used
def heading_and_rest(path):
    with open(path) as page:
        headings = [line[2:].strip() for line in page if line.startswith("# ")]
    return headings[0], headings[1:]


# item: D417 bug: rows are counted, then there are none to import
def import_rows(path, insert):
    with open(path, newline="") as source:
        rows = csv.reader(source)
        count = sum(1 for _ in rows)
        for row in rows:  # expect: exhausted-generator-reused
            insert(row)
    return count


# item: D418 clean: the file is read anew for the second pass
def import_rows_twice(path, insert):
    with open(path, newline="") as source:
        count = sum(1 for _ in csv.reader(source))
        source.seek(0)
        for row in csv.reader(source):
            insert(row)
    return count


def show_table(pairs, out):
    for key, value in pairs:
        out.write("%-20s %s\n" % (key, value))


# item: D419 bug: a helper has read the pairs before they become a dict
def report(names, values, out):
    pairs = zip(names, values)
    show_table(pairs, out)
    return dict(pairs)  # expect: exhausted-generator-reused


# item: D420 clean: the helper gets the dict's items
def report_safely(names, values, out):
    table = dict(zip(names, values))
    show_table(table.items(), out)
    return table


# item: D421 bug: a generator is never empty
def require_admins(users):
    admins = (user for user in users if user.is_admin)
    if not admins:  # expect: exhausted-generator-reused
        raise LookupError("no admin")
    return [user.mail for user in admins]


# item: D422 clean: a list can be empty
def require_owners(users):
    owners = [user for user in users if user.is_owner]
    if not owners:
        raise LookupError("no owner")
    return [user.mail for user in owners]


# item: D423 bug: the inner loop runs once in all
def matches(left, right):
    active = filter(None, right)
    found = []
    for one in left:
        for other in active:  # expect: exhausted-generator-reused
            if one == other:
                found.append(one)
    return found


# item: D424 clean: product keeps what it is given
def all_pairs(left, right):
    active = filter(None, right)
    return [one for one, other in itertools.product(left, active) if one == other]


# item: D425 bug: two methods read the generator that __init__ keeps
class Report:
    def __init__(self, orders):
        self.amounts = (order.amount for order in orders)

    def total(self):
        return sum(self.amounts)

    def render(self):
        return "%s of %s" % (self.total(), max(self.amounts))  # expect: exhausted-generator-reused


# item: D426 clean: the method makes a generator each time
class FreshReport:
    def __init__(self, orders):
        self.orders = orders

    @property
    def amounts(self):
        return (order.amount for order in self.orders)

    def render(self):
        return "%s of %s" % (sum(self.amounts), max(self.amounts))


# item: D427 bug: the smallest number of a stream via a list of all
def smallest(stream):
    numbers = list(map(int, stream.read().split()))
    return min(numbers)
    # expect: list-consumed-by-aggregate


# item: D428 clean: every form is to be checked, also after one has failed
def all_valid(forms):
    return all([form.is_valid() for form in forms])


# item: D429 bug: a million tests, where the first hit would do
def has_divisor(number):
    return any([number % n == 0 for n in range(2, 1_000_000)])  # expect: list-consumed-by-aggregate


# item: D430 clean: a handful of constants
def is_image(name):
    return any([name.endswith(suffix) for suffix in (".png", ".jpg", ".gif")])


# item: D431 bug: pairs of a large file are listed for a dict
def read_table(path):
    with open(path) as source:
        return dict([line.rstrip("\n").split("\t", 1) for line in source])  # expect: list-consumed-by-aggregate


# item: D432 clean: the first line is taken off, the others are read from the same iterator
def read_body(path):
    with open(path) as source:
        lines = (line.rstrip() for line in source)
        title = next(lines)
        return title, [line for line in lines if line]


# item: D433 bug: words of a whole text are listed, and counted at once
def common_words(path):
    words = []
    for line in Path(path).open():
        words.extend(WORD.findall(line))
    return collections.Counter(words).most_common(10)  # expect: list-consumed-by-aggregate


# item: D434 clean: the same words are counted and their number told
def common_words_and_total(path):
    words = []
    for line in Path(path).open():
        words.extend(WORD.findall(line))
    return collections.Counter(words).most_common(10), len(words)


# item: D435 bug: standard input is read to its end before the first line is answered
def answer_all(handle, stdin=sys.stdin):
    requests = list(stdin)  # expect: readlines-materialised
    for request in requests:
        handle(request.strip())


# item: D436 clean: a random line needs all of them
def pick(path, choose):
    with open(path) as source:
        quotes = list(source)
    return choose(quotes).strip()

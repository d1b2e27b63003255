"""Repeated lists, closures of a loop and changes under a loop."""
import functools
import threading


# item: B401 bug: the rows of a board are one row
class Board:
    def __init__(self, size):
        self.size = size
        self.cells = [["."] * size] * size  # expect: repeated-mutable-sequence

    def put(self, row, column, mark):
        self.cells[row][column] = mark


# item: B402 clean: the rows are made one by one
class GoodBoard:
    def __init__(self, size):
        self.cells = [["."] * size for _ in range(size)]

    def put(self, row, column, mark):
        self.cells[row][column] = mark


# item: B403 bug: buckets of a histogram are one list
def bucketize(values, count):
    buckets = [[]] * count  # expect: repeated-mutable-sequence
    for value in values:
        buckets[value % count].append(value)
    return buckets


# item: B404 clean: the shared empty rows are replaced
def widen(table, width):
    rows = [[]] * len(table)
    for i, row in enumerate(table):
        rows[i] = list(row) + [""] * (width - len(row))
    return rows


# item: B405 bug: each menu entry opens the last page
def build_menu(pages, open_page):
    entries = {}
    for page in pages:
        entries[page] = lambda: open_page(page)  # expect: late-binding-closure
    return entries


# item: B406 clean: the page is bound when the entry is made
def build_menu_bound(pages, open_page):
    entries = {}
    for page in pages:
        entries[page] = functools.partial(open_page, page)
    return entries


# item: B407 bug: workers that start later see the last shard
def start_workers(shards, work):
    threads = []
    for shard in shards:
        def target():  # expect: late-binding-closure
            work(shard)  # also: late-binding-closure
        threads.append(threading.Thread(target=target))
    for thread in threads:
        thread.start()
    return threads


# item: B408 clean: the key function is used within its round
def sort_columns(tables, order):
    for table in tables:
        table.columns.sort(key=lambda column: order[table.name, column])


# item: B409 bug: expired sessions are deleted under the loop
class Sessions:
    def __init__(self):
        self.by_id = {}

    def expire(self, now):
        for key, session in self.by_id.items():
            if session.end < now:
                del self.by_id[key]  # expect: mutate-while-iterating


# item: B410 clean: the loop runs over a copy of the keys
class SafeSessions:
    def __init__(self):
        self.by_id = {}

    def expire(self, now):
        for key in list(self.by_id):
            if self.by_id[key].end < now:
                del self.by_id[key]


# item: B411 bug: entries are skipped after one was removed
def drop_blank(lines):
    for line in lines:
        if not line.strip():
            lines.remove(line)  # expect: mutate-while-iterating
    return lines


# item: B412 clean: the first match is removed and the loop is left
def drop_first(lines, word):
    for line in lines:
        if word in line:
            lines.remove(line)
            break
    return lines

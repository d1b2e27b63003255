"""Copies that are not needed, and such that are."""
import collections
import io
import re

# item: E01 info: the list is only read in the loop
def print_scores(n):
    scores = [i * 3 % 7 for i in range(n)]
    best = 0
    for s in list(scores):  # expect: redundant-snapshot
        best = max(best, s)
    return best, scores


# item: E02 info: a list in the list
def clean_words(lines):
    return list(map(str.lower, list(filter(str.strip, lines))))  # expect: chained-materialisation


# item: E03 info: the head is cut off with a copy of the tail
def run_queue(queue, handle):
    while queue:
        job = queue[0]
        queue = queue[1:]  # expect: slice-tail-copy
        handle(job)


# item: E04 info: the rest of the bytes is copied for every frame
def split_frames(data: bytes):
    frames = []
    while len(data) >= 4:
        size = int.from_bytes(data[:4], "big")
        frames.append(data[4:4 + size])
        data = data[4 + size:]  # expect: bytes-slice-in-loop | slice-tail-copy
    return frames


# item: E05 info: bytes grow by concatenation in an attribute
class Receiver:
    def __init__(self, sock):
        self.sock = sock
        self.body = b""

    def read_all(self):
        while True:
            chunk = self.sock.recv(65536)
            if not chunk:
                return self.body
            self.body += chunk  # expect: quadratic-concat


# item: E06 info: everything is sorted for the first
def oldest(people):
    return sorted(people, key=lambda p: p.born)[0]  # expect: whole-sort-for-extreme


# item: E07 clean: the loop changes the registry
class Bus:
    def __init__(self):
        self.subscribers = {}

    def close(self):
        for name in list(self.subscribers):
            self.unsubscribe(name)

    def unsubscribe(self, name):
        self.subscribers.pop(name, None)


# item: E08 clean: callbacks may subscribe or leave
class Signal:
    def __init__(self):
        self.receivers = []

    def send(self, **kwargs):
        return [receiver(**kwargs) for receiver in self.receivers[:]]


# item: E09 clean: other tasks may change it at the await
async def broadcast(clients, message):
    for client in list(clients):
        await client.send(message)


# item: E10 clean: local string with one owner grows in place
def render_table(rows):
    html = "<table>"
    for row in rows:
        html += "<tr>"
        for cell in row:
            html += "<td>%s</td>" % cell
        html += "</tr>"
    return html + "</table>"


# item: E11 clean: a slice once, of arguments
def main(argv):
    for arg in argv[1:]:
        if arg.startswith("--"):
            return arg[2:]
    return None


# item: E12 clean: median and the first three
def podium(times):
    ordered = sorted(times)
    return ordered[:3], ordered[len(ordered) // 2], ordered[-1]


# item: E13 clean: the caller's list stays as it was
def without(items, unwanted):
    kept = list(items)
    for item in unwanted:
        if item in kept:
            kept.remove(item)
    return kept

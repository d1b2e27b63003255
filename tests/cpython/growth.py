"""What instances take with their attributes, and which variables let text grow in place."""

import json
import sys
import tracemalloc


def instance(attributes):
    body = "".join(f"        self.a{i} = None\n" for i in range(attributes)) or "        pass\n"
    names = {}
    exec("class C:\n    def __init__(self):\n" + body, names)
    cls = names["C"]
    # What was freed before would be used again.
    before_that = [cls() for _ in range(2_000)]
    kept = [None] * len(before_that)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for i in range(2_000):
        kept[i] = cls()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return round((after - before) / 2_000)


LOOP = """
for _ in range(ROUNDS):
    text += "y"
"""


def peak(source):
    def run(size, rounds):
        names = {"SIZE": size, "ROUNDS": rounds}
        exec(compile(source, "growth", "exec"), names)

    run(10, 1_000)
    tracemalloc.start()
    run(1_000_000, 100)
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return top


def indented(prefix):
    return prefix + LOOP.replace("\n", "\n    ") + "\n"


json.load(sys.stdin)
cell = indented('def f():\n    text = "x" * SIZE\n    def g(): return text\n') + "f()\n"
name = 'text = "x" * SIZE\n' + LOOP
shared = indented('text = "x" * SIZE\ndef f():\n    global text\n') + "f()\n"
IN_PLACE = 1_500_000
json.dump(
    {
        "instances": [[n, instance(n)] for n in range(22)],
        "in_place": [
            [kind, peak(source) < IN_PLACE]
            for kind, source in [("cell", cell), ("name", name), ("global", shared)]
        ],
    },
    sys.stdout,
)

"""Large objects that live longer than they are used."""
import array
import gc
import http.server
import queue
import socketserver
import sys
import threading
import time
import weakref

# item: C67 bug: ten million numbers stay while the server runs
def serve_statistics(port=8000):
    samples = [float(i) for i in range(10_000_000)]  # expect: large-object-outlives-use
    mean = sum(samples) / 10_000_000
    print("mean of the warm-up: %.3f" % mean)
    server = http.server.HTTPServer(("", port), http.server.BaseHTTPRequestHandler)
    server.serve_forever()


# item: C68 bug: the table is dead, yet the endless loop begins
def run_worker(jobs: queue.Queue):
    primes = list(range(2, 3_000_000))  # expect: large-object-outlives-use
    checksum = sum(primes) % 65521
    while True:
        job = jobs.get()
        job(checksum)


# item: C69 bug: the big buffer is held across a long sleep loop in a method
class Sampler:
    def __init__(self, interval):
        self.interval = interval
        self.level = 0

    def calibrate_and_run(self):
        noise = bytearray(200_000_000)  # expect: large-object-outlives-use
        self.level = noise.count(0) / len(noise)
        while True:
            time.sleep(self.interval)
            self.level *= 0.99


# item: C70 bug: a generator keeps the index while it is suspended
def ranked(n=2_000_000):
    table = {i: i * i for i in range(n)}  # expect: large-object-outlives-use
    best = max(table.values())
    for rank in range(10):
        yield rank, best - rank


# item: C71 clean: used in the loop
def serve_table(jobs):
    squares = [i * i for i in range(1_000_000)]
    while True:
        n, reply = jobs.get()
        reply(squares[n])


# item: C72 clean: deleted before the server starts
def serve_after_warmup(port):
    warm = [float(i) for i in range(5_000_000)]
    scale = max(warm)
    del warm
    with socketserver.TCPServer(("", port), socketserver.BaseRequestHandler) as server:
        server.scale = scale
        server.serve_forever()


# item: C73 clean: small
def greet_forever(out):
    names = ["ada", "grace", "edsger"]
    longest = max(len(n) for n in names)
    while True:
        time.sleep(60)
        out.write("." * longest)


# item: C74 clean: the helper's frame is gone before the long part
def _largest_gap():
    values = sorted(range(2_000_000), key=lambda v: v ^ 0x5555)
    return max(b - a for a, b in zip(values, values[1:]))


def monitor(sensor):
    gap = _largest_gap()
    while True:
        if sensor.read() > gap:
            sensor.alarm()
        time.sleep(1)


# item: C75 clean: last statements of a short function
def median_of_squares(n=1_000_000):
    values = sorted([(i * 7919) % n for i in range(n)])
    middle = values[len(values) // 2]
    return middle


# item: C76 bug: del of one name, the other still holds the list while the next is built
def load_and_convert():
    raw = [str(i) for i in range(2_000_000)]
    rows = raw
    total = sum(len(r) for r in rows)
    del raw  # expect: del-does-not-free
    gc.collect()
    weights = [i / total for i in range(5_000_000)]
    return weights


# item: C77 bug: a list of the same frame still holds it when the name is set to None
class ImageDecoder:
    def __init__(self):
        self.brightness = 0.0

    def decode(self, sensor):
        frames = []
        pixels = [0.0 + i for i in range(4_000_000)]
        frames.append(pixels)
        self.brightness = sum(pixels) / len(pixels)
        pixels = None  # expect: del-does-not-free
        gc.collect()
        sensor.wait()
        return len(frames)


# item: C78 bug: the job's dict, of which only the name is used later, still holds the rows
def pack(progress):
    rows = list(range(1_500_000))
    job = {"rows": rows, "name": "pack"}
    packed = array.array("q", rows)
    del rows  # expect: del-does-not-free
    gc.collect()
    progress(job["name"])
    return packed


# item: C79 clean: the last owner is deleted
def two_phase(n=3_000_000):
    first = list(range(n))
    total = sum(first)
    del first
    second = [i * 2 for i in range(n)]
    return total, second


# item: C80 clean: the name is deleted, the list is the result by another name
def named_result(n):
    tmp = [i for i in range(n) if i % 7]
    result = {"values": tmp, "count": len(tmp)}
    del tmp
    return result


# item: C81 clean: del of an item and of a small name that is shared
def drop_first(settings, cache):
    key = next(iter(cache))
    alias = settings
    del cache[key]
    del settings
    return alias


# item: C82 info: a view of a big buffer is kept
class PacketStore:
    def __init__(self):
        self.headers = []

    def receive(self, sock):
        buf = bytearray(64_000_000)
        n = sock.recv_into(buf)
        self.headers.append(memoryview(buf)[:min(n, 20)])  # expect: view-pins-buffer


# item: C83 info: the suspended generator keeps its rows
class Paginator:
    def __init__(self, rows):
        self.pages = self._paginate(list(rows))  # expect: generator-pins-frame

    def _paginate(self, rows):
        for i in range(0, len(rows), 50):
            yield rows[i:i + 50]

    def next_page(self):
        return next(self.pages, [])


# item: C84 info: the last item is kept while the worker waits for the next
def consume(jobs):
    while True:
        item = jobs.get()  # expect: loop-var-pins-last
        item.process()
        jobs.task_done()


# item: C85 info: the weak reference to a bound method is dead at once
class Button:
    def __init__(self):
        self.refs = []

    def connect(self, obj):
        self.refs.append(weakref.ref(obj.on_click))  # expect: dead-weakref

    def click(self):
        return [r()() for r in self.refs if r() is not None]

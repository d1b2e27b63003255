"""From a keystroke to the findings, in heaplight's server and in ruff's: PROGRAM [EDITS]. Both speak LSP over pipes."""

import json
import os
import statistics
import subprocess
import sys
import time

FUNCTION = '''def f{0}(path, seen=None, *, limit={0}):
    """Sums up what is new."""
    total = 0
    for name in sorted(path):
        if name.startswith(".") or len(name) > limit:
            continue
        total += sum(len(part) for part in name.split("."))
    if seen is not None:
        seen.append(total)
    return total, seen


'''
LINES = FUNCTION.count("\n")
URI = "file:///bench/module.py"


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.asked = 0
        capabilities = {"textDocument": {"diagnostic": {}}, "general": {"positionEncodings": ["utf-8"]}}
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.notify("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.asked += 1
        self.send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.asked and "method" not in message:
                return message
            if "id" in message and "method" in message:
                self.send({"id": message["id"], "result": None})

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b": ")
            length = int(value) if name.lower() == b"content-length" else length
        if length == 0:
            sys.exit("a server has left")
        return json.loads(self.process.stdout.read(length))

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as stat:
            user, system = stat.read().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measure(command, functions, edits):
    """Median and 95th percentile of the time to an answer, and CPU per edit, in milliseconds."""
    server = Server(command)
    text = "".join(FUNCTION.format(i) for i in range(functions))
    document = {"uri": URI, "languageId": "python", "version": 1, "text": text}
    server.notify("textDocument/didOpen", {"textDocument": document})
    ask = {"textDocument": {"uri": URI}}
    server.request("textDocument/diagnostic", ask)
    line = LINES * (functions // 2) + 2
    start = {"line": line, "character": 12}
    times, before = [], server.cpu()
    for edit in range(edits):
        # `total = 0` grows a digit and loses it again.
        added = edit % 2 == 0
        end = start if added else {"line": line, "character": 13}
        change = {"range": {"start": start, "end": end}, "text": "1" if added else ""}
        version = {"uri": URI, "version": edit + 2}
        began = time.perf_counter()
        server.notify("textDocument/didChange", {"textDocument": version, "contentChanges": [change]})
        server.request("textDocument/diagnostic", ask)
        times.append((time.perf_counter() - began) * 1000)
    cpu = (server.cpu() - before) * 1000 / edits
    server.process.kill()
    server.process.wait()
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)], cpu


program, edits = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
for functions in (25, 250, 1000):
    print(f"{functions * LINES:,} lines, {edits} edits")
    for name, command in {"ruff": ["ruff", "server"], "heaplight": [program, "server"]}.items():
        median, late, cpu = measure(command, functions, edits)
        print(f"  {name:<10} median {median:6.2f} ms   95% {late:6.2f} ms   CPU per edit {cpu:6.2f} ms")

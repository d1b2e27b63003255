"""CPU time and peak memory of `heaplight check` and `ruff check`, in pairs: PROGRAM FOLDER ROUNDS."""

import os
import statistics
import subprocess
import sys
import tempfile

program, folder, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
rules = "B006,B008,B019,B023,B039,RUF008,RUF009,RUF012,C4,PERF,FURB,SIM115"
ruff = ["ruff", "check", "--no-cache", "--isolated", "--exit-zero", "-q", "--select", rules, folder]
heaplight = [program, "check", "--exit-zero", "--output-format", "concise", folder]


def run(command):
    """CPU seconds (user and system) and peak memory in MB of one process."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


with tempfile.TemporaryDirectory() as cache:
    warm = [*heaplight, "--cache-dir", cache]
    commands = {"ruff": ruff, "heaplight": [*heaplight, "--no-cache"], "heaplight, warm cache": warm}
    for command in commands.values():
        run(command)  # files are in memory from here on, and results in the cache
    results = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            results[name].append(run(command))

print(f"{folder}, {rounds} rounds; medians")
for name, measured in results.items():
    cpu, memory = (statistics.median(column) for column in zip(*measured))
    pairs = [own[0] / other[0] for own, other in zip(measured, results["ruff"])]
    print(f"{name:<22} {cpu:7.3f} s CPU  {memory:6.1f} MB  {statistics.median(pairs):5.2f}x of ruff's CPU")

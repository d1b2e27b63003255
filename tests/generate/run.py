"""Random programs, run on CPython and simulated: every claim of `heaplight trace` is compared.

usage: run.py --bin target/debug/heaplight --python python3.11 [--python python3.14 ..] [--seeds 200] [--first 1]

Programs with a wrong claim are kept in --keep DIR as seed_<n>.py. Exit 1 where anything is wrong.
"""
import argparse
import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "oracle")]

from check_trace import Interpreter, check  # noqa: E402
from compare import Score  # noqa: E402
from constructs import constructs_by  # noqa: E402
from generate import PROLOGUE, generate  # noqa: E402

SERVE = HERE.parent / "oracle" / "serve.py"


class Served(Interpreter):
    """CPython is started once for each thread: every program is a fork of it."""

    def __init__(self, python):
        super().__init__(python)
        self.local = threading.local()

    def run_oracle(self, snippet):
        if not hasattr(self.local, "server"):
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self.local.server = subprocess.Popen([self.python, SERVE], text=True, **pipes)
        server, answer = self.local.server, snippet.with_suffix(f".{self.version}.json")
        print(f"{snippet}\t{answer}", file=server.stdin, flush=True)
        if server.stdout.readline().strip() != "0":
            raise RuntimeError(f"oracle failed on {snippet}")
        text = answer.read_text(encoding="utf-8")
        answer.unlink()
        return text


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/debug/heaplight")
    parser.add_argument("--python", action="append", required=True)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--statements", type=int, default=8)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--json", type=Path, help="adds the totals of each CPython as a line")
    return parser.parse_args()


def main():
    args, failed = arguments(), False
    for python in args.python:
        with tempfile.TemporaryDirectory() as directory:
            failed |= compare_all(args, Served(python), Path(directory))
    return int(failed)


def compare_all(args, interpreter, directory):
    version = tuple(map(int, interpreter.version.split(".")))
    total, wrong, counts, coverage = Score(), Counter(), Counter(), []
    settings = SimpleNamespace(bin=args.bin, cache=None)

    def compare_one(seed):
        source = generate(seed, args.statements, version)
        snippet = directory / f"seed_{seed}.py"
        snippet.write_text(source)
        return snippet, source, check(settings, interpreter, snippet)

    with ThreadPoolExecutor(args.jobs) as pool:
        for snippet, source, score in pool.map(compare_one, range(args.first, args.first + args.seeds)):
            total.add(score)
            counts.update(constructs_by(interpreter.python, version, PROLOGUE, source))
            claimed, claimable, mistakes = score.totals()
            coverage.append((claimed / max(claimable, 1), snippet.name))
            if mistakes:
                wrong[snippet.name] = mistakes
                if args.keep:
                    args.keep.mkdir(parents=True, exist_ok=True)
                    (args.keep / f"{interpreter.version}_{snippet.name}").write_text(source)
            snippet.unlink()
    report(args, interpreter.version, total, wrong, counts, min(coverage))
    return bool(wrong)


def report(args, version, total, wrong, counts, least):
    for note in total.notes[: args.show]:
        print("  ", note)
    claimed, claimable, count = total.totals()
    share = 100 * claimed / max(claimable, 1)
    print(f"CPython {version}: {args.seeds} programs, coverage {share:.1f}%, wrong {count}", end=", ")
    print(f"least {100 * least[0]:.0f}% of {least[1]}")
    if wrong:
        print("   wrong in", ", ".join(f"{name} ({n})" for name, n in wrong.most_common(8)))
    if not args.json:
        print("   programs with", ", ".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda c: c[1])))
        return
    line = {"python": version, "first": args.first, "programs": args.seeds, "claimed": claimed, "claimable": claimable}
    with args.json.open("a") as file:
        file.write(json.dumps({**line, "wrong": wrong, "constructs": counts}) + "\n")


if __name__ == "__main__":
    sys.exit(main())

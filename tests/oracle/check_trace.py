#!/usr/bin/env python3
"""Holds what `heaplight trace` claims against what a real CPython did (stdlib only).

  check_trace.py --bin target/debug/heaplight --python python3.13 SNIPPET.py...
  check_trace.py --claims CLAIMS.json --truth TRUTH.json

Prints, per kind of fact, claimed / claimable and wrong. Exit 1 where anything is wrong, 0 otherwise.
--cache DIR keeps the oracle's answers, keyed by oracle, snippet and interpreter. --json OUT writes the totals.
"""
import argparse
import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from compare import Score, compare

HERE = Path(__file__).resolve().parent
ORACLE = HERE / "oracle.py"
ORACLE_PARTS = sorted(p for p in HERE.glob("*.py") if p.name not in ("check_trace.py", "compare.py", "serve.py"))


class Interpreter:
    def __init__(self, python):
        self.python = python
        ask = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.version)"
        answer = subprocess.check_output([python, "-c", ask], text=True)
        self.version, self.build = answer.split("\n", 1)

    def truth(self, snippet, cache):
        """The oracle's answer, from the cache where nothing it depends on has changed."""
        if cache is None:
            return self.run_oracle(snippet)
        key = hashlib.sha256(self.build.encode())
        for part in (*ORACLE_PARTS, snippet):
            key.update(part.read_bytes() + b"\0")
        kept = cache / f"{snippet.stem}-{self.version}-{key.hexdigest()[:24]}.json"
        if not kept.exists():
            text = self.run_oracle(snippet)
            cache.mkdir(parents=True, exist_ok=True)
            draft = kept.with_suffix(f".{os.getpid()}")
            draft.write_text(text, encoding="utf-8")
            draft.replace(kept)
        return kept.read_text(encoding="utf-8")

    def run_oracle(self, snippet):
        run = subprocess.run([self.python, ORACLE, snippet], capture_output=True, encoding="utf-8", timeout=180)
        if run.returncode:
            raise RuntimeError(f"oracle failed: {run.stderr[-300:]}")
        return run.stdout


def claims_of(binary, snippet, version):
    # No interpreter in reach: the claims are the simulation's own.
    env = {"PATH": "/nonexistent", "HOME": os.environ.get("HOME", "/")}
    command = [binary, "trace", snippet, "--output-format", "json", "--target-version", version]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, env=env)
    if run.returncode:
        raise RuntimeError(f"trace: exit {run.returncode}: {run.stderr[-300:]}")
    return json.loads(run.stdout)


def check(args, interpreter, snippet):
    """The score of one snippet; a run that fails is wrong, and costs all that could have been claimed."""
    score, claims = Score(), {"steps": []}
    try:
        truth = json.loads(interpreter.truth(snippet, args.cache))
        try:
            claims = claims_of(args.bin, snippet, interpreter.version)
        except (RuntimeError, ValueError, OSError, subprocess.TimeoutExpired) as error:
            score.fact("run", True, False, f"{snippet.name}: {error}")
        score.add(compare(claims, truth, snippet.name))
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        score.fact("oracle", True, False, f"{snippet.name}: {error}")
    return score


def report(total, per, show):
    for name, (claimed, claimable, wrong) in per.items():
        print(f"{'WRONG' if wrong else 'ok   '} {name:44} claimed {claimed}/{claimable} wrong {wrong}")
    for note in total.notes[:show]:
        print("  ", note)
    for kind in sorted(total.claimable):
        print(f"{kind:14} claimed {total.claimed[kind]:6}/{total.claimable[kind]:<6} wrong {total.wrong[kind]}")
    for name in total.skipped:
        print(f"SKIP   {name}: the oracle could not follow this run (too long); nothing compared")
    claimed, claimable, wrong = total.totals()
    print(f"coverage {100 * claimed / max(claimable, 1):.1f}% ({claimed}/{claimable}), wrong {wrong}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snippets", nargs="*", type=Path)
    parser.add_argument("--claims", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--bin")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def main():
    args, total, per, version = arguments(), Score(), {}, None
    if args.claims:
        total = compare(json.loads(args.claims.read_text()), json.loads(args.truth.read_text()))
    else:
        interpreter = Interpreter(args.python)
        version = interpreter.version
        with ThreadPoolExecutor(args.jobs) as pool:
            scores = pool.map(lambda snippet: check(args, interpreter, snippet), args.snippets)
            for snippet, score in zip(args.snippets, scores):
                per[snippet.name] = score.totals()
                total.add(score)
    report(total, per, args.show)
    claimed, claimable, wrong = total.totals()
    if args.json:
        summary = {"python": version, "claimed": claimed, "claimable": claimable, "wrong": wrong, "per": per}
        args.json.write_text(json.dumps(summary, indent=1))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

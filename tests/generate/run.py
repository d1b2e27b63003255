"""Random programs, run on CPython and simulated: every claim of `heaplight trace` is compared.

usage: run.py --bin target/debug/heaplight --python python3.11 [--python python3.14 ..] [--seeds 200] [--first 1]

Programs with a wrong claim are kept in --keep DIR as <seed>.py. Exit 1 where anything is wrong.
"""
import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "oracle")]

from check_trace import Interpreter, check  # noqa: E402
from compare import Score  # noqa: E402
from generate import generate  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="target/debug/heaplight")
    parser.add_argument("--python", action="append", required=True)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--statements", type=int, default=12)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--keep", type=Path)
    return parser.parse_args()


def main():
    args, failed = arguments(), False
    with tempfile.TemporaryDirectory() as directory:
        keep = args.keep or Path(directory)
        keep.mkdir(parents=True, exist_ok=True)
        snippets = []
        for seed in range(args.first, args.first + args.seeds):
            snippets.append(keep / f"seed_{seed}.py")
            snippets[-1].write_text(generate(seed, args.statements))
        for python in args.python:
            failed |= compare_all(args, Interpreter(python), snippets)
    return int(failed)


def compare_all(args, interpreter, snippets):
    total, wrong = Score(), Counter()
    settings = SimpleNamespace(bin=args.bin, cache=None)
    with ThreadPoolExecutor(args.jobs) as pool:
        for snippet, score in zip(snippets, pool.map(lambda s: check(settings, interpreter, s), snippets)):
            total.add(score)
            if score.totals()[2]:
                wrong[snippet.name] = score.totals()[2]
    for note in total.notes[: args.show]:
        print("  ", note)
    claimed, claimable, count = total.totals()
    share = 100 * claimed / max(claimable, 1)
    print(f"CPython {interpreter.version}: {len(snippets)} programs, coverage {share:.1f}%, wrong {count}")
    if wrong:
        print("   wrong in", ", ".join(f"{name} ({n})" for name, n in wrong.most_common(8)))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())

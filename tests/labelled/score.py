#!/usr/bin/env python3
"""Score `heaplight check` on the labelled functions of this folder.

    python3 score.py --bin ../../target/debug/heaplight [--unseen | --third | --fourth | --fifth | --sixth] [--group A] [--target-version 3.13] [--summary]

Only warnings and errors count. See README.md for what the labels mean.
"""
import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ITEM = re.compile(r"^# item: (?P<id>\S+) (?P<kind>bug|clean|info): (?P<why>.+)$")
MARK = re.compile(r"#\s*(?P<word>expect|also):\s*(?P<rules>[a-z][a-z0-9-]*(?:\s*\|\s*[a-z][a-z0-9-]*)*)")


class Item:
    def __init__(self, path, line, match):
        self.path = path
        self.first = line
        self.last = line
        self.id = match["id"]
        self.kind = match["kind"]
        self.why = match["why"]
        self.rules = set()
        self.findings = []

    @property
    def group(self):
        return self.id[0]

    def where(self):
        return "%s %s:%d" % (self.id, self.path.name, self.first)


def read_items(path):
    items = []
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        match = ITEM.match(line)
        if match:
            items.append(Item(path, number, match))
        elif line.startswith("# item"):
            sys.exit("%s:%d: cannot read this item line" % (path, number))
        if not items:
            continue
        items[-1].last = number
        mark = MARK.search(line)
        if mark:
            items[-1].rules.update(r.strip() for r in mark["rules"].split("|"))
    return items


def load(folder):
    items = [item for path in sorted(folder.glob("[A-Z]_*.py")) for item in read_items(path)]
    seen = {}
    for item in items:
        if item.id in seen:
            sys.exit("%s: the id is used twice (%s)" % (item.where(), seen[item.id].where()))
        if item.group != item.path.name[0]:
            sys.exit("%s: in a file of another group" % item.where())
        if bool(item.rules) != (item.kind != "clean"):
            sys.exit("%s: %s item with rules %s" % (item.where(), item.kind, sorted(item.rules)))
        seen[item.id] = item
    return items


def run(binary, folder, extra):
    files = sorted(str(p) for p in folder.glob("[A-Z]_*.py"))
    command = [binary, "check", "--exit-zero", "--output-format", "json", *extra, *files]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
    if done.returncode:
        sys.exit("%s failed (%d):\n%s" % (command[0], done.returncode, done.stderr))
    report = json.loads(done.stdout)
    if report["schema"] != "heaplight.check/1":
        sys.exit("unknown schema %s" % report["schema"])
    if report["summary"]["parse_errors"]:
        print("note: %d parse errors" % report["summary"]["parse_errors"])
    return report["findings"]


def ratio(part, whole):
    return "  -  " if not whole else "%5.1f%%" % (100 * part / whole)


def score(items, verbose):
    """Counts over the items: an item is found or missed, a warning in a clean one is a false alarm."""
    found, missed, alarms, other, infos = [], [], [], [], []
    for item in items:
        loud = [f for f in item.findings if f["severity"] in ("warning", "error")]
        right = [f for f in loud if f["rule"] in item.rules]
        wrong = [f for f in loud if f["rule"] not in item.rules]
        if item.kind == "bug":
            (found if right else missed).append(item)
            other += [(item, f) for f in wrong]
        elif item.kind == "clean":
            alarms += [(item, f) for f in wrong]
        else:
            infos.append((item, [f for f in item.findings if f["rule"] in item.rules]))
            other += [(item, f) for f in wrong]
    clean = [i for i in items if i.kind == "clean"]
    noisy = {item.id for item, _ in alarms}
    bugs = len(found) + len(missed)
    print("  bugs %3d  found %3d  recall    %s" % (bugs, len(found), ratio(len(found), bugs)))
    print("  clean %2d  noisy %3d  precision %s   (found items : found + noisy items)"
          % (len(clean), len(noisy), ratio(len(found), len(found) + len(noisy))))
    if infos:
        quiet = sum(1 for _, hits in infos if hits)
        loud = sum(1 for _, hits in infos if any(f["severity"] in ("warning", "error") for f in hits))
        print("  info  %2d  shown at any severity %d, of these as warnings %d (not counted above)"
              % (len(infos), quiet, loud))
    if verbose:
        for item, f in alarms:
            print("    false alarm  %-24s line %d %s: %s" % (item.where(), f["start"]["line"], f["rule"], item.why))
        for item in missed:
            print("    miss         %-24s %s: %s" % (item.where(), "|".join(sorted(item.rules)), item.why))
        for item, f in other:
            print("    other rule   %-24s line %d %s (%s item)" % (item.where(), f["start"]["line"], f["rule"], item.kind))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, help="path of the heaplight binary")
    parser.add_argument("--unseen", action="store_true", help="the items of unseen/ instead, see README.md")
    parser.add_argument("--third", action="store_true", help="the items of third/ instead, see README.md")
    parser.add_argument("--fourth", action="store_true", help="the items of fourth/ instead, see README.md")
    parser.add_argument("--fifth", action="store_true", help="the items of fifth/ instead, see README.md")
    parser.add_argument("--sixth", action="store_true", help="the items of sixth/ instead, see README.md")
    parser.add_argument("--group", help="only these groups, as letters: AC")
    parser.add_argument("--target-version", help="handed to heaplight")
    parser.add_argument("--summary", action="store_true", help="no lists of items")
    args = parser.parse_args()

    chosen = [name for name in ("unseen", "third", "fourth", "fifth", "sixth") if getattr(args, name)]
    folder = HERE / chosen[0] if chosen else HERE
    items = load(folder)
    extra = ["--target-version", args.target_version] if args.target_version else []
    by_name = {}
    for item in items:
        by_name.setdefault(item.path.name, []).append(item)
    for finding in run(args.bin, folder, extra):
        line = finding["start"]["line"]
        for item in by_name.get(Path(finding["path"]).name, ()):
            if item.first <= line <= item.last:
                item.findings.append(finding)
    if args.group:
        items = [i for i in items if i.group in args.group.upper()]
    for group in sorted({i.group for i in items}):
        print("group %s" % group)
        score([i for i in items if i.group == group], not args.summary)
    print("all")
    score(items, False)


if __name__ == "__main__":
    main()

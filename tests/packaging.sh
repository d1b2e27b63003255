#!/usr/bin/env bash
# The wheel as its users get it: built, installed, run. Unoptimised, so that it is built of what the tests have built.
set -euo pipefail
cd "$(dirname "$0")/.."

place=$PWD/target/packaging
tools=$place/tools
rm -rf "$place/wheels" "$place/site" "$place/project"
mkdir -p "$place/project"

maturin=$(sed -n 's/^requires = \["\(maturin[^"]*\)"\]$/\1/p' pyproject.toml)
[ -n "$maturin" ] || { echo "packaging: pyproject.toml does not name maturin" >&2; exit 1; }
if ! [ -x "$tools/bin/maturin" ]; then
  python3 -m pip install --quiet --disable-pip-version-check --target "$tools" "$maturin"
fi

"$tools/bin/maturin" build --quiet --profile dev --locked --out "$place/wheels"
python3 -m pip install --quiet --disable-pip-version-check --no-index --no-deps --target "$place/site" "$place"/wheels/heaplight-*.whl

heaplight=$place/site/bin/heaplight
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
expect() { # what it is, what it should be
  [ "$1" = "$2" ] || { printf 'packaging: expected %s\n     but found %s\n' "$2" "$1" >&2; exit 1; }
}

expect "$("$heaplight" --version)" "heaplight $version"

cd "$place/project"
printf 'def f(row, rows=[]):\n    rows.append(row)\n    return rows\n' >a.py
code=0
found=$("$heaplight" check --no-cache --output-format concise a.py) || code=$?
expect "$code: $(printf '%s\n' "$found" | head -n 1)" \
  "1: a.py:1:17: warning[mutable-default-mutated] default list of \`rows\` is changed on line 2: all calls share it"

# The list of what is installed names each file, so that `pip uninstall` leaves nothing.
record=("$place"/site/heaplight-*.dist-info/RECORD)
grep -q '^../../bin/heaplight,\|/scripts/heaplight,\|^bin/heaplight,' "${record[0]}" ||
  { echo "packaging: the program is not in ${record[0]}" >&2; exit 1; }
[ -n "$(find "$place"/site/heaplight-*.dist-info -name LICENSE)" ] ||
  { echo "packaging: the wheel has no licence" >&2; exit 1; }
echo "wheel: built, installed, run"

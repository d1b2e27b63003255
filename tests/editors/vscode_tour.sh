#!/usr/bin/env bash
# vscode_tour.sh [PICTURES] : what vscode_tour.mjs does, in the real VS Code with the server and the extension just built
# (run vscode.sh once before: it sets both up). Pictures go to the folder (default: target/editors/tour).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
vscode=$repository/target/editors/vscode
pictures=${1:-$repository/target/editors/tour}
port=${PORT:-8379}
mkdir -p "$pictures"

temporary=$(mktemp -d)
workspace=$temporary/project
mkdir -p "$workspace/.vscode"
cp "$repository/tests/article/s4_mutable.py" "$repository/tests/article/s7_mutable_default.py" "$workspace/"
# Two cells are one module: what the second changes, the first has two names for.
cat > "$workspace/cells.ipynb" <<'J'
{ "nbformat": 4, "nbformat_minor": 5, "metadata": { "language_info": { "name": "python" } }, "cells": [
  { "id": "a", "cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [],
    "source": ["first = [1]\n", "second = first\n", "def add(v, seen=[]):\n", "    seen.append(v)\n", "    return seen\n"] },
  { "id": "b", "cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [],
    "source": ["second.append(2)\n", "print(first)\n"] } ] }
J
printf '{ "heaplight.path": "%s" }\n' "${HEAPLIGHT:-${CARGO_TARGET_DIR:-$repository/target}/debug/heaplight}" > "$workspace/.vscode/settings.json"
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$temporary"' EXIT
chromium=${CHROMIUM:-$(command -v chromium chromium-browser google-chrome | head -n 1)}
"$vscode/serve" "$port" > "$vscode/serve.log" 2>&1 &
server=$!
URL=http://127.0.0.1:$port FOLDER=$workspace FILE=s4_mutable.py PICTURES=$pictures CHROMIUM=$chromium \
  timeout 300 node "$here/vscode_tour.mjs"

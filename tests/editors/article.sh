#!/usr/bin/env bash
# article.sh [PICTURES] : opens the seven files of tests/article in the real VS Code (Chromium) and the real Neovim (tmux), at
# the level `all`. Every hint that `heaplight show` prints must be on its line in both; in VS Code each has its tooltip.
# Pictures go to the folder (default: docs/img/article). HEAPLIGHT is the program, if it is
# built already; ONLY=nvim or ONLY=vscode leaves the other out.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
vscode=$repository/target/editors/vscode
pictures=$(mkdir -p "${1:-$repository/docs/img/article}" && cd "${1:-$repository/docs/img/article}" && pwd)
port=${PORT:-8381}
[ -n "${HEAPLIGHT:-}" ] || cargo build --quiet --manifest-path "$repository/Cargo.toml"
export HEAPLIGHT=${HEAPLIGHT:-${CARGO_TARGET_DIR:-$repository/target}/debug/heaplight}
export CHROMIUM=${CHROMIUM:-$(command -v chromium chromium-browser google-chrome | head -n 1)}

temporary=$(mktemp -d)
workspace=$temporary/project
mkdir -p "$workspace/.vscode"
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$temporary"' EXIT

for file in "$repository"/tests/article/s[1-7]_*.py; do
  case $file in *_10k.py) continue ;; esac
  cp "$file" "$workspace/"
  # LINE<tab>LABEL, as the terminal shows them.
  "$HEAPLIGHT" show --level all "$file" | sed -n 's/^ *\([0-9]*\) .*  ⟨\(.*\)⟩$/\1\t\2/p' > "$temporary/$(basename "$file").hints"
done

if [ "${ONLY:-nvim}" = nvim ]; then
  for file in "$workspace"/*.py; do
    name=$(basename "$file" .py)
    lines=$(wc -l < "$file")
    LEVEL=all EXPECT=$(head -n 1 "$temporary/$name.py.hints" | cut -f 2) "$here/nvim_picture.sh" "$file" "$lines" "$pictures/nvim-$name.png" > "$temporary/screen"
    while IFS=$'\t' read -r line label; do
      # `W   3 code hint`: a sign where there is a finding, the number of the line.
      if grep -E "^[A-Z]? *$line " "$temporary/screen" | grep -qF "$label"; then
        echo "ok nvim $name:$line $label"
      else
        echo "FAILED nvim $name:$line $label" && cat "$temporary/screen" && exit 1
      fi
    done < "$temporary/$name.py.hints"
  done
fi

[ "${ONLY:-vscode}" = vscode ] || exit 0
(cd "$repository/editors/vscode" && npm ci --silent && npm run --silent build && npm run --silent package >&2)
(cd "$here" && npm ci --silent)
"$here/setup-vscode.sh" "$vscode"
"$vscode/code" --install-extension "$repository/editors/vscode/heaplight.vsix" --force >&2
cat > "$workspace/.vscode/settings.json" <<J
{ "heaplight.path": "$HEAPLIGHT", "heaplight.hints.level": "all", "editor.minimap.enabled": false, "editor.inlayHints.maximumLength": 0 }
J
"$vscode/serve" "$port" > "$vscode/serve.log" 2>&1 &
server=$!
URL=http://127.0.0.1:$port FOLDER=$workspace HINTS=$temporary PICTURES=$pictures timeout 400 node "$here/vscode_article.mjs"

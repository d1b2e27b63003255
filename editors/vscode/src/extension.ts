import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type Middleware, type ServerOptions } from "vscode-languageclient/node";

import { findServer } from "./find_server";
import { HeapPanel } from "./heap_panel";

const SECTION = "heaplight";
const LEVELS = ["off", "surprises", "references", "all"];

/** The server's commands; the client registers them, and this fills in what they are about. */
const HEAP_AT = "heaplight.heapAt";
const EXPLAIN = "heaplight.explainRule";
const OF_THE_LINE = ["heaplight.toggleFunction", HEAP_AT];
const OF_THE_FILE = ["heaplight.toggleFile"];

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("heaplight");
  const status = vscode.window.createStatusBarItem("heaplight.level", vscode.StatusBarAlignment.Right, 10);
  status.name = "heaplight";
  status.command = "heaplight.cycleLevel";
  const panel = new HeapPanel((uri, line) => execute(HEAP_AT, uri, line));
  showLevel(status, configuredLevel());
  const begin = () => start(context, log, status, panel);
  context.subscriptions.push(
    log,
    status,
    panel,
    vscode.commands.registerCommand("heaplight.restart", () => restart(log, begin)),
    vscode.commands.registerCommand("heaplight.showLog", () => log.show()),
    vscode.commands.registerCommand("heaplight.debugInformation", () => debugInformation(context)),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      // The server hears of the other settings by itself.
      if (["path", "importStrategy"].some((name) => change.affectsConfiguration(`${SECTION}.${name}`))) {
        await restart(log, begin);
      }
      if (change.affectsConfiguration("heaplight.hints.level")) {
        showLevel(status, configuredLevel());
      }
    }),
    vscode.window.onDidChangeTextEditorSelection((change) => panel.follow(change.textEditor)),
  );
  await begin();
}

export function deactivate(): Promise<void> | undefined {
  return client?.dispose();
}

function configuredLevel(): string {
  return vscode.workspace.getConfiguration(SECTION).get<string>("hints.level", "surprises");
}

function showLevel(status: vscode.StatusBarItem, level: string): void {
  status.text = `heaplight: ${level}`;
  status.tooltip = `How much heaplight shows at the ends of the lines: ${LEVELS.join(", ")}. Click for the next.`;
  status.show();
}

async function restart(log: vscode.OutputChannel, begin: () => Promise<void>): Promise<void> {
  const old = client;
  client = undefined;
  await old?.dispose().catch((error: unknown) => log.appendLine(`The server did not stop in order: ${String(error)}`));
  await begin();
}

async function start(
  context: vscode.ExtensionContext,
  log: vscode.OutputChannel,
  status: vscode.StatusBarItem,
  panel: HeapPanel,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const command = findServer(settings, context.extensionPath);
  const server: ServerOptions = { command, args: ["server"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "python" },
      { scheme: "untitled", language: "python" },
      { scheme: "vscode-notebook-cell", language: "python" },
    ],
    initializationOptions: { settings },
    synchronize: { configurationSection: SECTION },
    outputChannel: log,
    middleware: commands(status, panel),
  };
  client = new LanguageClient(SECTION, "heaplight", server, options);
  try {
    await client.start();
  } catch (error) {
    await offerHelp(command, error);
  }
}

/** Fills in the file and the line that a command from the palette is about, and shows what it answers. */
function commands(status: vscode.StatusBarItem, panel: HeapPanel): Middleware {
  return {
    executeCommand: async (command, given, next) => {
      const editor = vscode.window.activeTextEditor;
      const file = editor?.document.uri.toString();
      const args = [...given];
      if (args.length === 0 && [...OF_THE_FILE, ...OF_THE_LINE].includes(command)) {
        args.push(file);
        if (OF_THE_LINE.includes(command)) args.push(editor?.selection.active.line);
      }
      const answer = await next(command, [...args, { quiet: true }]);
      if (typeof answer?.level === "string") showLevel(status, answer.level);
      if (command === HEAP_AT && !given.some((argument) => argument?.following)) {
        panel.show(String(args[0]), Number(args[1]), answer);
      }
      if (command === EXPLAIN && answer?.markdown) await showPage(answer.markdown);
      return answer;
    },
  };
}

async function showPage(content: string): Promise<void> {
  const page = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.commands.executeCommand("markdown.showPreview", page.uri);
}

async function execute(command: string, uri: string, line: number): Promise<unknown> {
  return client?.sendRequest("workspace/executeCommand", { command, arguments: [uri, line, { quiet: true }] });
}

async function offerHelp(command: string, error: unknown): Promise<void> {
  const [open, how] = ["Open Settings", "How to Install"];
  const message = `heaplight: \`${command} server\` did not start: ${String(error)}. Install heaplight, or set the path.`;
  const chosen = await vscode.window.showErrorMessage(message, open, how);
  if (chosen === open) await vscode.commands.executeCommand("workbench.action.openSettings", "heaplight.path");
  if (chosen === how) {
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", "heaplight.heaplight#heaplight.start", false);
  }
}

async function debugInformation(context: vscode.ExtensionContext): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const result = client?.initializeResult;
  const content = [
    `extension: ${context.extension.packageJSON.version}`,
    `editor: ${vscode.version}`,
    `server: ${findServer(settings, context.extensionPath)} ${result?.serverInfo?.version ?? "(not running)"}`,
    `capabilities: ${JSON.stringify(result?.capabilities ?? {}, undefined, 2)}`,
    `settings: ${JSON.stringify(settings, undefined, 2)}`,
  ].join("\n");
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "text", content }));
}

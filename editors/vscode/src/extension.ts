import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

const SECTION = "heaplight";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("heaplight");
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("heaplight.restart", () => restart(log)),
    vscode.commands.registerCommand("heaplight.showLog", () => log.show()),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      // The server hears of the other settings by itself.
      if (change.affectsConfiguration("heaplight.path")) {
        await restart(log);
      }
    }),
  );
  await start(log);
}

export function deactivate(): Promise<void> | undefined {
  return client?.dispose();
}

async function restart(log: vscode.OutputChannel): Promise<void> {
  const old = client;
  client = undefined;
  await old?.dispose().catch((error: unknown) => log.appendLine(`The server did not stop in order: ${String(error)}`));
  await start(log);
}

async function start(log: vscode.OutputChannel): Promise<void> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  const command = settings.get<string>("path", "heaplight");
  const server: ServerOptions = { command, args: ["server"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "python" },
      { scheme: "untitled", language: "python" },
    ],
    initializationOptions: { settings },
    synchronize: { configurationSection: SECTION },
    outputChannel: log,
  };
  client = new LanguageClient(SECTION, "heaplight", server, options);
  try {
    await client.start();
  } catch (error) {
    await offerSettings(command, error);
  }
}

async function offerSettings(command: string, error: unknown): Promise<void> {
  const open = "Open Settings";
  const message = `heaplight: \`${command} server\` did not start: ${String(error)}`;
  if ((await vscode.window.showErrorMessage(message, open)) === open) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "heaplight.path");
  }
}

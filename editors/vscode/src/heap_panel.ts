import * as vscode from "vscode";

type Heap = { line: number; text: string; svg: string } | null | undefined;

/** How long the cursor rests before the picture follows it. */
const REST = 150;

/** The heap as a picture, beside the editor; it follows the cursor. */
export class HeapPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ask: (uri: string, line: number) => Promise<unknown>) {}

  show(uri: string, line: number, heap: Heap): void {
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.panel = vscode.window.createWebviewPanel("heaplight.heap", "Heap", column, { enableScripts: false });
      this.panel.onDidDispose(() => (this.panel = undefined));
    }
    this.panel.title = `Heap after line ${line + 1}`;
    const name = uri.split("/").pop() ?? uri;
    this.panel.webview.html = page(heap?.svg ?? "<p>No code that is followed runs on this line.</p>", name, line + 1);
  }

  follow(editor: vscode.TextEditor): void {
    if (this.panel === undefined || editor.document.languageId !== "python") return;
    clearTimeout(this.timer);
    const [uri, line] = [editor.document.uri.toString(), editor.selection.active.line];
    this.timer = setTimeout(async () => {
      const heap = (await this.ask(uri, line)) as Heap;
      // A line without code keeps the last picture.
      if (this.panel !== undefined && heap) this.show(uri, line, heap);
    }, REST);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
  }
}

function page(body: string, file: string, line: number): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const title = `after line ${line} of ${file.replace(/[&<>]/g, "")}`;
  return `<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="${policy}"></head>
<body><p>${title}</p>${body}</body></html>`;
}

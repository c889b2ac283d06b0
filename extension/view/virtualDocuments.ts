// Read-only documents that Lectern shows in editors: sides of a change, a patch, the output of a command. Always
// plain text, so that opening one fetches and runs nothing; kept while an editor shows them.

import * as vscode from "vscode";

export const scheme = "lectern";

export class VirtualDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #disposables: vscode.Disposable[];
  #count = 0;

  constructor() {
    this.#disposables = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.scheme === scheme) this.#texts.delete(document.uri.toString());
      }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "This text is no longer held. Open it again from the thread.";
  }

  /** An address for the text; `name` is what the editor's tab shows. */
  add(name: string, text: string): vscode.Uri {
    const shown = name.replace(/[\\/]/g, "∕") || "text";
    const uri = vscode.Uri.from({ scheme, path: `/${++this.#count}/${shown}` });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  /** Opens a text in an editor, as plain text; resolves with its address. */
  async open(name: string, text: string): Promise<vscode.Uri> {
    const document = await vscode.workspace.openTextDocument(this.add(name, text));
    await vscode.languages.setTextDocumentLanguage(document, "plaintext");
    await vscode.window.showTextDocument(document, { preview: true });
    return document.uri;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    this.#texts.clear();
  }
}

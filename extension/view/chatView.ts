// The view in the side bar: gives its page a document, and binds it to the page's intents. VS Code destroys the
// page when the view is hidden and loads the same document anew when it is shown.

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { ChatPage } from "./chatPage.ts";
import { pageHtml } from "./html.ts";

export const chatViewId = "lectern.chat";

export class ChatView implements vscode.WebviewViewProvider {
  readonly #extensionUri: vscode.Uri;
  readonly #page: ChatPage;
  readonly #visibility = new vscode.EventEmitter<void>();
  /** Fires when the view came into sight or went out of it. */
  readonly onVisibility = this.#visibility.event;
  #view: vscode.WebviewView | undefined;

  constructor(extensionUri: vscode.Uri, page: ChatPage) {
    this.#extensionUri = extensionUri;
    this.#page = page;
  }

  get isVisible(): boolean {
    return this.#view?.visible === true;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const root = vscode.Uri.joinPath(this.#extensionUri, "dist", "webview");
    view.webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [root] };
    view.onDidChangeVisibility(() => this.#visibility.fire());
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#page.detach();
    });
    this.#view = view;
    this.#page.attach(view.webview);
    view.webview.html = pageHtml({
      script: view.webview.asWebviewUri(vscode.Uri.joinPath(root, "main.js")).toString(),
      style: view.webview.asWebviewUri(vscode.Uri.joinPath(root, "main.css")).toString(),
      cspSource: view.webview.cspSource,
      nonce: randomBytes(16).toString("hex"),
    });
  }

  /** Shows on the view's icon how many approvals wait. */
  badge(count: number): void {
    if (!this.#view) return;
    const tooltip = count === 1 ? "1 approval waits for you" : `${count} approvals wait for you`;
    this.#view.badge = count === 0 ? undefined : { value: count, tooltip };
  }

  /** Brings the view up. */
  async open(): Promise<void> {
    await vscode.commands.executeCommand(`${chatViewId}.focus`);
  }
}

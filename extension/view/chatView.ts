// The view in the side bar: gives its page a document, and binds it to the page's intents. VS Code destroys the
// page when the view is hidden and loads the same document anew when it is shown.

import * as vscode from "vscode";
import type { ChatPage } from "./chatPage.ts";
import type { Place } from "./chatPages.ts";
import { fillWebview } from "./pageDocument.ts";

export const chatViewId = "lectern.chat";

export class ChatView implements vscode.WebviewViewProvider, Place<ChatPage> {
  readonly #extensionUri: vscode.Uri;
  readonly page: ChatPage;
  readonly #visibility = new vscode.EventEmitter<void>();
  /** Fires when the view came into sight or went out of it. */
  readonly onVisibility = this.#visibility.event;
  #view: vscode.WebviewView | undefined;
  /** What the document was made for. */
  #hasThread: boolean | undefined;

  constructor(extensionUri: vscode.Uri, page: ChatPage) {
    this.#extensionUri = extensionUri;
    this.page = page;
  }

  get isVisible(): boolean {
    return this.#view?.visible === true;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.#fill(view);
      this.#visibility.fire();
    });
    view.onDidDispose(() => {
      this.#view = undefined;
      this.page.detach();
    });
    this.#view = view;
    this.page.attach(view.webview);
    this.#hasThread = undefined;
    this.#fill(view);
  }

  /** Again when another document is due: a hidden page is loaded from it when it is shown. */
  #fill(view: vscode.WebviewView): void {
    const { document } = this.page;
    if (document.hasThread === this.#hasThread) return;
    this.#hasThread = document.hasThread;
    fillWebview(view.webview, this.#extensionUri, document);
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

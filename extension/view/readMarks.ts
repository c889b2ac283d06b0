// A thread that the person looks at is read: when it is in view in a window that has the focus, and when a turn of
// it ends there. What they marked as unread themselves stays so until they come back to it.

import * as vscode from "vscode";
import type { ChatPage } from "./chatPage.ts";
import type { ChatPages } from "./chatPages.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";

export class ReadMarks implements vscode.Disposable {
  readonly #parts: HostParts;
  readonly #pages: ChatPages<ChatPage>;
  readonly #log: Log;
  readonly #disposables: vscode.Disposable[];
  #keptUnread: string | undefined;

  constructor(parts: HostParts, pages: ChatPages<ChatPage>, log: Log) {
    this.#parts = parts;
    this.#pages = pages;
    this.#log = log;
    this.#disposables = [
      vscode.window.onDidChangeWindowState(() => this.#look()),
      parts.onTurnEnded(({ threadId }) => {
        if (pages.isWatched(threadId)) this.#look();
      }),
    ];
    pages.onChange(() => {
      if (this.#keptUnread !== undefined && !pages.isShown(this.#keptUnread)) this.#keptUnread = undefined;
      this.#look();
    });
  }

  /** The person wants to come back to it. */
  async keepUnread(threadId: string): Promise<void> {
    this.#keptUnread = threadId;
    await this.#parts.threadList.mark(threadId, "unread");
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #look(): void {
    if (!vscode.window.state.focused || this.#parts.state.server.phase !== "ready") return;
    for (const { page, isVisible } of this.#pages.all) {
      const { threadId } = page;
      if (threadId === undefined || !isVisible || threadId === this.#keptUnread) continue;
      this.#parts.threadList
        .look(threadId)
        .catch((error: unknown) => this.#log.failed("marking a thread as read", error));
    }
  }
}

// A thread that the person looks at is read: when it is in view in a window that has the focus, and when a turn of
// it ends there. What they marked as unread themselves stays so until they come back to it.

import * as vscode from "vscode";
import type { ChatPage } from "./chatPage.ts";
import type { ChatView } from "./chatView.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";

export class ReadMarks implements vscode.Disposable {
  readonly #parts: HostParts;
  readonly #page: ChatPage;
  readonly #view: ChatView;
  readonly #log: Log;
  readonly #disposables: vscode.Disposable[];
  #keptUnread: string | undefined;

  constructor(parts: HostParts, page: ChatPage, view: ChatView, log: Log) {
    this.#parts = parts;
    this.#page = page;
    this.#view = view;
    this.#log = log;
    this.#disposables = [
      page.onShow(() => {
        this.#keptUnread = undefined;
        this.#look();
      }),
      view.onVisibility(() => this.#look()),
      vscode.window.onDidChangeWindowState(() => this.#look()),
      parts.onTurnEnded(({ threadId }) => {
        if (threadId === page.threadId) this.#look();
      }),
    ];
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
    const { threadId } = this.#page;
    const isWatched = this.#view.isVisible && vscode.window.state.focused;
    if (threadId === undefined || !isWatched || threadId === this.#keptUnread) return;
    if (this.#parts.state.server.phase !== "ready") return;
    this.#parts.threadList
      .look(threadId)
      .catch((error: unknown) => this.#log.failed("marking a thread as read", error));
  }
}

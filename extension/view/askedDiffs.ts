// Diffs that show a change which waits for the person: while one is the active editor, its title has "Answer",
// which brings the card up. A finished change's diff stays as what happened. Nothing here answers.

import * as vscode from "vscode";
import type { ChatPage } from "./chatPage.ts";
import type { ChatPages } from "./chatPages.ts";
import type { HostParts } from "./hostParts.ts";
import { scheme } from "./virtualDocuments.ts";

const contextKey = "lectern.diffWaits";

export class AskedDiffs implements vscode.Disposable {
  readonly #parts: HostParts;
  /** Which item each document belongs to, by its address. */
  readonly #items = new Map<string, { threadId: string; itemId: string }>();
  readonly #disposables: vscode.Disposable[];

  constructor(parts: HostParts) {
    this.#parts = parts;
    this.#disposables = [
      parts.onApprovals(() => this.#refresh()),
      vscode.window.tabGroups.onDidChangeTabs(() => this.#refresh()),
      vscode.window.tabGroups.onDidChangeTabGroups(() => this.#refresh()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#items.delete(uri.toString())),
    ];
  }

  /** The document shows a change of this item. */
  add(uri: vscode.Uri, threadId: string, itemId: string): void {
    this.#items.set(uri.toString(), { threadId, itemId });
    this.#refresh();
  }

  /** Brings up the card of the change in the active editor, if one is open. */
  async answer(pages: ChatPages<ChatPage>): Promise<void> {
    const open = this.#asked();
    if (open) await pages.revealApproval(open.threadId, open.approval.key, null);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** The open approval of the change that the active editor shows, and the thread in which its card stands. */
  #asked(): HostParts["threads"]["pending"]["open"][number] | undefined {
    const uri = shownUri();
    const item = uri && this.#items.get(uri.toString());
    if (!item) return undefined;
    return this.#parts.threads.pending.open.find(
      ({ approval }) => approval.threadId === item.threadId && approval.itemId === item.itemId,
    );
  }

  #refresh(): void {
    void vscode.commands.executeCommand("setContext", contextKey, this.#asked() !== undefined);
  }
}

/** The document of ours in the active tab: the right side of a diff, or a patch. */
function shownUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputTextDiff) return input.modified;
  return input instanceof vscode.TabInputText && input.uri.scheme === scheme ? input.uri : undefined;
}

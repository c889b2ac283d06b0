// Review panes: editor tabs in which the changes of a turn or a thread are read, kept, undone and commented on. A reload
// of the window brings a pane back; one goes with its thread. It knows VS Code; what a pane may do is the channel's.
// Always: one pane for a change, and what VS Code hands back of one only chooses among those that we kept ourselves.

import * as vscode from "vscode";
import type { Changes } from "../checkpoints/changes.ts";
import { resolveInFolder } from "../links/links.ts";
import type { KeptReview, ReviewFile } from "../memory/reviewFile.ts";
import type { ChangedFile, ChangeScope, ChangeSet } from "../shared/changedFiles.ts";
import type { Log } from "./log.ts";
import { fillWebview } from "./pageDocument.ts";
import { ReviewChannel, type UndoQuestion } from "./reviewChannel.ts";
import { reviewTitle, tabTitle } from "./reviewTitle.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { runningTurn } from "../shared/threadState.ts";

export const reviewPaneType = "lectern.review";

export interface ReviewPanesOptions {
  readonly extensionUri: vscode.Uri;
  readonly changes: Changes;
  readonly memory: ReviewFile;
  /** Opens one file of the set in VS Code's diff editor. */
  readonly openDiff: (set: ChangeSet, file: ChangedFile) => Promise<void>;
  /** The thread as far as it is known; undefined when it is not loaded. */
  readonly thread: (threadId: string) => ThreadState | undefined;
  /** Its title in the list of threads; outside text, "" when it is not known. */
  readonly titleOf: (threadId: string) => string;
  /** Sends as the thread's next turn; rejects when it was not taken. */
  readonly send: (threadId: string, text: string) => Promise<void>;
  readonly log: Log;
}

interface OpenPane {
  readonly panel: vscode.WebviewPanel;
  readonly channel: ReviewChannel;
  readonly scope: ChangeScope;
}

export class ReviewPanes implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #options: ReviewPanesOptions;
  readonly #panes = new Map<string, OpenPane>();
  readonly #serializer: vscode.Disposable;

  constructor(options: ReviewPanesOptions) {
    this.#options = options;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(reviewPaneType, this);
  }

  /** A pane on this change; the one that is there already comes up. */
  open(scope: ChangeScope): void {
    const kept = this.#options.memory.of(scope);
    const open = this.#panes.get(kept.id);
    if (open) return open.panel.reveal();
    this.#attach(vscode.window.createWebviewPanel(reviewPaneType, "", vscode.ViewColumn.Active), kept);
  }

  /** VS Code brings a pane of the last time back. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const told = typeof state === "object" && state !== null && "page" in state ? state.page : undefined;
    const kept = this.#options.memory.byId(told);
    // Nothing is known of it, or it is there already: an empty page in its place would look like a loss.
    if (!kept || this.#panes.has(kept.id)) return panel.dispose();
    this.#attach(panel, kept);
  }

  /** The changes of the thread, or whether it runs, may be others now. */
  refresh(threadId: string): void {
    for (const { channel, scope } of this.#panes.values())
      if (scope.threadId === threadId)
        channel
          .refresh()
          .catch((error: unknown) => this.#options.log.failed("reading the changes of a review", error));
  }

  /** The thread is gone: so are its panes and what they kept. */
  forget(threadId: string): void {
    for (const { panel, scope } of this.#panes.values()) if (scope.threadId === threadId) panel.dispose();
    this.#options.memory.forget(threadId);
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const { channel } of this.#panes.values()) channel.dispose();
  }

  #attach(panel: vscode.WebviewPanel, kept: KeptReview): void {
    const { extensionUri } = this.#options;
    const channel = this.#channel(panel, kept);
    this.#panes.set(kept.id, { panel, channel, scope: kept.scope });
    const icon = (name: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "media", name);
    panel.iconPath = { light: icon("tab-light.svg"), dark: icon("tab-dark.svg") };
    panel.title = tabTitle(this.#title(kept.scope));
    panel.webview.onDidReceiveMessage((message: unknown) => void channel.receive(message));
    panel.onDidDispose(() => {
      this.#panes.delete(kept.id);
      channel.dispose();
    });
    fillWebview(panel.webview, extensionUri, { pageId: kept.id, name: "review" });
  }

  #channel(panel: vscode.WebviewPanel, kept: KeptReview): ReviewChannel {
    const { changes, openDiff, thread, send, log } = this.#options;
    const { scope } = kept;
    return new ReviewChannel({
      changes,
      kept,
      post: (message) => panel.webview.postMessage(message),
      title: () => this.#title(scope),
      isRunning: () => {
        const state = thread(scope.threadId);
        return state !== undefined && runningTurn(state) !== undefined;
      },
      confirmUndo,
      openFile,
      openDiff,
      send: (text) => send(scope.threadId, text),
      log: log.info,
    });
  }

  #title(scope: ChangeScope): string {
    const { thread, titleOf } = this.#options;
    return reviewTitle(scope, thread(scope.threadId), titleOf(scope.threadId));
  }
}

/** Only a file that really lies inside the folder is opened. */
async function openFile(folder: string, file: string, line: number | null): Promise<void> {
  const real = await resolveInFolder(folder, file);
  if (real === undefined) {
    void vscode.window.showInformationMessage("The file is not in this folder any more.");
    return;
  }
  const position = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(real), {
    preview: true,
    ...(line !== null && { selection: new vscode.Range(position, position) }),
  });
}

async function confirmUndo({ files, overwrites, isRunning }: UndoQuestion): Promise<boolean> {
  const running = isRunning ? " Codex is working in this thread and may change them again." : "";
  const undo = "Undo";
  const detail = overwrites
    ? "Your own later changes there are written over. “Take Back” brings them back."
    : `In ${files === 1 ? "one file" : `${files} files`} everything goes back to how it was before. “Take Back” reverses it.`;
  const pick = overwrites
    ? await vscode.window.showWarningMessage(
        "Undo this although you changed it since?",
        { modal: true, detail: `${detail}${running}` },
        undo,
      )
    : await vscode.window.showWarningMessage(
        "Undo all of these changes?",
        { modal: true, detail: `${detail}${running}` },
        undo,
      );
  return pick === undo;
}

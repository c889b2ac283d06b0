// All that a person can do with changes outside the chat, built and introduced: documents, marks in files, review panes,
// deeds and their commands. Always: a command without a thread of its own means the thread that is shown.

import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { Changes } from "../checkpoints/changes.ts";
import type { ReviewFile } from "../memory/reviewFile.ts";
import type { ChangeScope } from "../shared/changedFiles.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { ChangedDocuments } from "./changedDocuments.ts";
import { ChangeDeeds } from "./changeDeeds.ts";
import { ChangeMarks, type Mark } from "./changeMarks.ts";
import { pickChangeScope, scopeFrom } from "./changeScopePick.ts";
import { copyPatch, savePatch, stageChanges } from "./commitHelp.ts";
import { goBack } from "./goBack.ts";
import type { HostParts } from "./hostParts.ts";
import type { Log } from "./log.ts";
import { ReviewPanes } from "./reviewPane.ts";
import { changedTurns, undecidedScopes } from "./undecidedScopes.ts";

export interface ChangesPartsOptions {
  readonly extensionUri: vscode.Uri;
  readonly parts: HostParts;
  /** What review panes keep. */
  readonly reviews: ReviewFile;
  /** The thread that is shown, or was last. */
  readonly shownThreadId: () => string | undefined;
  readonly log: Log;
}

export class ChangesParts implements vscode.Disposable {
  readonly documents: ChangedDocuments;
  readonly deeds: ChangeDeeds;
  readonly panes: ReviewPanes;
  readonly #options: ChangesPartsOptions;
  readonly #marks: ChangeMarks;
  readonly #disposables: vscode.Disposable[];

  constructor(options: ChangesPartsOptions) {
    this.#options = options;
    const { parts, log } = options;
    const changes = (): Changes => parts.changes;
    this.documents = new ChangedDocuments(changes);
    this.deeds = new ChangeDeeds({ changes, documents: this.documents });
    this.panes = this.#makePanes();
    this.#marks = new ChangeMarks({
      changes,
      undecided: () => undecidedScopes(parts.threads.store),
      onChanges: parts.onChanges,
      failed: (what, error) => log.failed(what, error),
    });
    this.#disposables = [
      this.documents,
      this.#marks,
      this.panes,
      parts.onChanges((threadId) => this.panes.refresh(threadId)),
      ...this.#register(),
    ];
  }

  /** Opens what a turn, or the whole thread, changed in VS Code's own diff of many files. */
  async open(scope: ChangeScope): Promise<void> {
    const set = await this.#options.parts.changes.changeSet(scope);
    if (set.problem !== null) throw new Error(set.problem);
    if (set.files.length === 0) {
      void vscode.window.showInformationMessage("No file was changed there.");
      return;
    }
    await this.documents.open(set, scope.turnId === null ? "Changes of the thread" : "Changes of the turn");
  }

  /** What the foot of a turn calls "Review". */
  review(scope: ChangeScope): void {
    this.panes.open(scope);
  }

  /** Takes a thread back to before a turn, as the person chooses. */
  async goBack(thread: ThreadState, turnId: string): Promise<void> {
    const { threads, changes } = this.#options.parts;
    await goBack({ thread, turnId, threads, changes, documents: this.documents });
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #makePanes(): ReviewPanes {
    const { extensionUri, parts, reviews, log } = this.#options;
    return new ReviewPanes({
      extensionUri,
      changes: parts.changes,
      memory: reviews,
      openDiff: (set, file) => this.documents.openFile(set, file),
      thread: (threadId) => parts.threads.store.get(threadId),
      titleOf: (threadId) => parts.threadList.entries.get(threadId)?.title ?? "",
      // It waits for the running turn, if there is one, and is kept over a reload meanwhile.
      send: (threadId, text) => parts.messageQueue.add(threadId, { clientId: randomUUID(), text }),
      log,
    });
  }

  #register(): vscode.Disposable[] {
    const { parts, log } = this.#options;
    const commands: Record<string, (argument?: unknown) => Promise<void>> = {
      keepHunk: (hunkId) => this.#onHunk(hunkId, (mark) => this.deeds.keep(targetOf(mark))),
      undoHunk: (hunkId) => this.#onHunk(hunkId, (mark) => this.deeds.undo(targetOf(mark))),
      openChangesOfHunk: (hunkId) => this.#onHunk(hunkId, ({ scope }) => this.open(scope)),
      keepFile: () => this.#onFile((target) => this.deeds.keep(target)),
      undoFile: () => this.#onFile((target) => this.deeds.undo(target)),
      nextChange: async () => this.#marks.step(1),
      previousChange: async () => this.#marks.step(-1),
      showChanges: async (argument) => {
        const scope = scopeFrom(argument);
        if (scope) this.review(scope);
        else await this.#onScope(async (picked) => this.review(picked));
      },
      openChanges: async () => this.#onScope((scope) => this.open(scope)),
      undoTurn: async () => this.#onScope((scope) => this.deeds.undo({ scope, path: null, hunkId: null })),
      takeBackUndo: async (threadId) => {
        const of = typeof threadId === "string" ? threadId : this.#options.shownThreadId();
        if (of === undefined || parts.changes.lastDeed(of) === null)
          void vscode.window.showInformationMessage("There is no undo to take back in this thread.");
        else await this.deeds.takeBack(of);
      },
      stageChanges: async () =>
        this.#onScope(async (scope) => {
          const thread = parts.threads.store.get(scope.threadId);
          if (thread) await stageChanges(parts.changes, scope, thread);
        }),
      copyPatch: async () => this.#onScope((scope) => copyPatch(parts.changes, scope)),
      savePatch: async () => this.#onScope((scope) => savePatch(parts.changes, scope)),
    };
    return Object.entries(commands).map(([name, run]) =>
      vscode.commands.registerCommand(`lectern.${name}`, async (argument?: unknown) => {
        try {
          await run(argument);
        } catch (error) {
          log.failed(`command ${name}`, error);
          const detail = error instanceof Error ? error.message : String(error);
          parts.notice("error", "That did not work with the changes.", detail);
        }
      }),
    );
  }

  /** The hunk at the cursor when none is named, as by a key. */
  async #onHunk(hunkId: unknown, act: (mark: Mark) => Promise<void>): Promise<void> {
    const mark = hunkId === undefined ? this.#markAtCursor() : this.#marks.find(hunkId);
    if (mark) await act(mark);
  }

  #markAtCursor(): Mark | undefined {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return undefined;
    const line = editor.selection.active.line;
    return this.#marks.marksOf(editor.document).find(({ place: { changed } }) => {
      return line >= changed.line && line < changed.line + Math.max(1, changed.count);
    });
  }

  /** Each turn that has undecided changes in the active file. */
  async #onFile(
    act: (target: { scope: ChangeScope; path: string; hunkId: null }) => Promise<void>,
  ): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const marks = document ? this.#marks.marksOf(document) : [];
    const targets = new Map(
      marks.map(({ scope, path }) => [`${scope.threadId} ${scope.turnId}`, { scope, path }]),
    );
    // The newest first, or an older one's text would not stand there yet.
    const order = undecidedScopes(this.#options.parts.threads.store);
    for (const { threadId, turnId } of order) {
      const target = targets.get(`${threadId} ${turnId}`);
      if (target) await act({ ...target, hunkId: null });
    }
  }

  /** What the shown thread changed: the whole of it, or one of its turns, as the person picks. */
  async #onScope(act: (scope: ChangeScope) => Promise<void>): Promise<void> {
    const threadId = this.#options.shownThreadId();
    const thread = threadId === undefined ? undefined : this.#options.parts.threads.store.get(threadId);
    if (!thread || changedTurns(thread).length === 0) {
      void vscode.window.showInformationMessage("No turn of this thread changed a file.");
      return;
    }
    const scope = await pickChangeScope(thread);
    if (scope) await act(scope);
  }
}

function targetOf({ scope, path, place }: Mark): { scope: ChangeScope; path: string; hunkId: string } {
  return { scope, path, hunkId: place.hunk.id };
}

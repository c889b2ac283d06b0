// Keeping and undoing what Codex changed, wherever the person says it: one file, one hunk, a turn. Asks where files would
// be written over, tells what became of it, and offers to take it back. Always: words of VS Code's dialogs are fixed,
// paths stand in their detail only; what the person changed is never written over unasked.

import path from "node:path";
import * as vscode from "vscode";
import type { Changes } from "../checkpoints/changes.ts";
import type { ChangeScope, ChangeTarget, Deed } from "../shared/changedFiles.ts";
import { countOf } from "../shared/counts.ts";
import type { ChangedDocuments } from "./changedDocuments.ts";
import { doneWords, having, listed, undoneWords } from "./deedWords.ts";

export interface ChangeDeedsOptions {
  readonly changes: () => Changes;
  readonly documents: ChangedDocuments;
}

/** How long a word stands in the status bar. */
const wordMs = 6_000;

export class ChangeDeeds {
  readonly #options: ChangeDeedsOptions;

  constructor(options: ChangeDeedsOptions) {
    this.#options = options;
  }

  get #changes(): Changes {
    return this.#options.changes();
  }

  async keep(target: ChangeTarget): Promise<void> {
    const deeds = await this.#changes.keep(target);
    const words = doneWords(deeds, "kept");
    if (words !== "") vscode.window.setStatusBarMessage(`Codex changes: ${words}`, wordMs);
  }

  /** Undoes after the person agreed, where it is more than one file. */
  async undo(target: ChangeTarget): Promise<void> {
    if (target.path === null && !(await this.#wantsAll(target.scope))) return;
    await this.#tell(target, await this.#changes.undo(target, "leave"));
  }

  /** Brings back what the last undo or restore of the thread wrote over. */
  async takeBack(threadId: string): Promise<void> {
    const deeds = await this.#changes.takeBack(threadId);
    const left = having(deeds, "conflict", "refused");
    const words = doneWords(deeds, "brought back");
    if (words !== "") vscode.window.setStatusBarMessage(`Codex changes: ${words}`, wordMs);
    if (left.length > 0)
      await vscode.window.showWarningMessage("Some files could not be brought back.", {
        modal: true,
        detail: undoneWords(left),
      });
  }

  async #wantsAll(scope: ChangeScope): Promise<boolean> {
    const { files, problem } = await this.#changes.changeSet(scope);
    if (problem !== null) throw new Error(problem);
    const open = files.filter(({ fate }) => fate === "open" || fate === "partly");
    if (open.length === 0) {
      void vscode.window.showInformationMessage("There is nothing left to undo: every file was decided.");
      return false;
    }
    const undo = "Undo";
    const pick = await vscode.window.showWarningMessage(
      "Undo what Codex changed?",
      {
        modal: true,
        detail: `${countOf(open.length, "file")}. What you changed yourself since stays, where it can be told apart. This can be taken back.\n\n${listed(open.map((file) => file.path))}`,
      },
      undo,
    );
    return pick === undo;
  }

  async #tell(target: ChangeTarget, deeds: readonly Deed[]): Promise<void> {
    const conflicts = having(deeds, "conflict");
    const refused = having(deeds, "refused");
    const done = doneWords(deeds, "undone");
    if (refused.length > 0)
      await vscode.window.showWarningMessage("Some files could not be undone.", {
        modal: true,
        detail: undoneWords(refused),
      });
    if (conflicts.length > 0) return this.#resolve(target, conflicts, done);
    if (done === "") {
      if (refused.length === 0) void vscode.window.showInformationMessage("There was nothing to undo there.");
      return;
    }
    vscode.window.setStatusBarMessage(`Codex changes: ${done}`, wordMs);
    // A hunk is undone in the editor before the person's eyes.
    if (target.hunkId === null) void this.#offerTakeBack(target.scope.threadId);
  }

  async #offerTakeBack(threadId: string): Promise<void> {
    const takeBack = "Take Back";
    const pick = await vscode.window.showInformationMessage("The changes were undone.", takeBack);
    // A command tells its own failures.
    if (pick === takeBack) await vscode.commands.executeCommand("lectern.takeBackUndo", threadId);
  }

  /** The person's own changes stand in the way: theirs, the undo, or both side by side. */
  async #resolve(target: ChangeTarget, conflicts: readonly Deed[], done: string): Promise<void> {
    const compare = "Compare";
    const overwrite = "Undo Anyway";
    const already = done === "" ? "" : `\n\nAlready done: ${done}.`;
    const pick = await vscode.window.showWarningMessage(
      "You changed the same lines since.",
      {
        modal: true,
        detail: `Left as they are:\n${undoneWords(conflicts)}\n\n"Undo Anyway" puts your changes aside; they can be taken back. "Compare" shows what stood there beside the file, to merge by hand.${already}`,
      },
      compare,
      overwrite,
    );
    if (pick === compare) return this.#compare(target.scope, conflicts);
    if (pick !== overwrite) return;
    const deeds: Deed[] = [];
    for (const conflict of conflicts)
      deeds.push(...(await this.#changes.undo({ ...target, path: conflict.path }, "overwrite")));
    await this.#tell({ ...target, hunkId: null }, deeds);
  }

  /** What stood there before on the left, the file itself on the right, where it can be edited. */
  async #compare(scope: ChangeScope, conflicts: readonly Deed[]): Promise<void> {
    const { folder, files } = await this.#changes.changeSet(scope);
    for (const conflict of conflicts) {
      const file = files.find((candidate) => candidate.path === conflict.path);
      if (!file) continue;
      const before = this.#options.documents.uri(scope.threadId, file, "before");
      const now = vscode.Uri.file(path.join(folder, file.path));
      const title = `${path.posix.basename(file.path)} (before Codex ↔ now)`;
      await vscode.commands.executeCommand("vscode.diff", before, now, title, { preview: false });
    }
  }
}

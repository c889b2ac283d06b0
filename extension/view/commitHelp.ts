// From changes to a commit: stages the files of a turn or a thread with VS Code's own Git extension and drafts the
// message in its box. The commit is the person's. Always: a message that stands there already is not touched.

import { isUtf8 } from "node:buffer";
import path from "node:path";
import * as vscode from "vscode";
import { commitMessage } from "../changes/commitMessage.ts";
import type { Changes } from "../checkpoints/changes.ts";
import { patchOf, pathsToStage } from "../checkpoints/patch.ts";
import type { ChangeScope } from "../shared/changedFiles.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { repositoryOf } from "./gitExtension.ts";

/** How long a word stands in the status bar. */
const wordMs = 6_000;

/** Stages what is still changed of the scope. Throws as the Git extension does. */
export async function stageChanges(changes: Changes, scope: ChangeScope, thread: ThreadState): Promise<void> {
  const set = await changes.changeSet(scope);
  if (set.problem !== null) throw new Error(set.problem);
  const repository = await repositoryOf(vscode.Uri.file(set.folder));
  if (!repository) {
    void vscode.window.showInformationMessage("The folder is in no Git repository that VS Code has open.");
    return;
  }
  const paths = pathsToStage(set);
  if (paths.length === 0) {
    void vscode.window.showInformationMessage("There is nothing to stage: the changes were undone.");
    return;
  }
  await repository.add(paths.map((file) => path.join(set.folder, file)));
  if (repository.inputBox.value.trim() === "")
    repository.inputBox.value = commitMessage(thread, scope.turnId);
  await vscode.commands.executeCommand("workbench.view.scm");
}

/** A larger one is better saved. Bytes. */
const maxCopied = 5_000_000;

/** Puts the patch into the clipboard. A patch of other bytes than UTF-8 can only be saved: a clipboard holds text. */
export async function copyPatch(changes: Changes, scope: ChangeScope): Promise<void> {
  const patch = await patchOf(changes, scope);
  if (patch.length === 0) {
    void vscode.window.showInformationMessage("There is nothing in the patch: the changes were undone.");
    return;
  }
  if (patch.length > maxCopied || !isUtf8(patch)) {
    void vscode.window.showInformationMessage("This patch cannot be copied as text. Save it instead.");
    return;
  }
  await vscode.env.clipboard.writeText(patch.toString("utf8"));
  vscode.window.setStatusBarMessage("The patch was copied", wordMs);
}

/** Writes the patch where the person says. Rejects as the disk does. */
export async function savePatch(changes: Changes, scope: ChangeScope): Promise<void> {
  const patch = await patchOf(changes, scope);
  const { folder } = await changes.changeSet(scope);
  const target = await vscode.window.showSaveDialog({
    title: "Save Changes as a Patch",
    saveLabel: "Save Patch",
    defaultUri: vscode.Uri.file(path.join(folder, "codex.patch")),
    filters: { Patch: ["patch", "diff"] },
  });
  if (target) await vscode.workspace.fs.writeFile(target, patch);
}

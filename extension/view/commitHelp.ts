// From changes to a commit: stages the files of a turn or a thread with VS Code's own Git extension and drafts the
// message in its box. The commit is the person's. Always: a message that stands there already is not touched.

import path from "node:path";
import * as vscode from "vscode";
import { commitMessage } from "../changes/commitMessage.ts";
import type { Changes } from "../checkpoints/changes.ts";
import type { ChangeScope } from "../shared/changedFiles.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { repositoryOf } from "./gitExtension.ts";

/** Stages what is still changed of the scope. Throws as the Git extension does. */
export async function stageChanges(changes: Changes, scope: ChangeScope, thread: ThreadState): Promise<void> {
  const { files, folder, problem } = await changes.changeSet(scope);
  if (problem !== null) throw new Error(problem);
  const wanted = files.filter(({ fate }) => fate !== "undone");
  const repository = await repositoryOf(vscode.Uri.file(folder));
  if (!repository) {
    void vscode.window.showInformationMessage("The folder is in no Git repository that VS Code has open.");
    return;
  }
  if (wanted.length === 0) {
    void vscode.window.showInformationMessage("There is nothing to stage: the changes were undone.");
    return;
  }
  const paths = wanted.flatMap((file) => (file.oldPath === null ? [file.path] : [file.oldPath, file.path]));
  await repository.add(paths.map((file) => path.join(folder, file)));
  if (repository.inputBox.value.trim() === "")
    repository.inputBox.value = commitMessage(thread, scope.turnId);
  await vscode.commands.executeCommand("workbench.view.scm");
}

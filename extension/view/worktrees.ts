// Worktrees of a repository for threads that shall not meet the person's own files: made by VS Code's own Git extension,
// beside the repository and on a branch of their own, and kept in mind while they are on the disk. None is ever removed
// here: what is in one is the person's.

import { existsSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { FolderView } from "../shared/hostState.ts";
import { repositoryOf } from "./gitExtension.ts";

const madeKey = "worktrees";
/** More are not offered. */
const maxKept = 20;

/** Those that were made from this workspace and are still there, the newest first. */
export function madeWorktrees(memory: vscode.Memento): FolderView[] {
  return pathsOf(memory)
    .filter((folder) => existsSync(folder))
    .map((folder) => ({ name: `${path.basename(folder)} (worktree)`, path: folder }));
}

/**
 * Asks for a branch and makes a worktree of the repository that the folder lies in. Resolves with the same folder within
 * it; undefined when the person chose none. Rejects as git does.
 */
export async function makeWorktree(memory: vscode.Memento, folder: FolderView): Promise<string | undefined> {
  const repository = await repositoryOf(vscode.Uri.file(folder.path));
  if (!repository) {
    void vscode.window.showInformationMessage("The folder is in no Git repository that VS Code has open.");
    return undefined;
  }
  if (!repository.createWorktree) {
    void vscode.window.showInformationMessage("The Git extension of this VS Code makes no worktrees.");
    return undefined;
  }
  const branch = await askBranch();
  if (branch === undefined) return undefined;
  const progress = { location: vscode.ProgressLocation.Notification, title: "Making a git worktree" };
  const root = await vscode.window.withProgress(progress, async () =>
    repository.createWorktree?.({ branch }),
  );
  if (root === undefined) return undefined;
  const made = path.join(root, path.relative(repository.rootUri.fsPath, folder.path));
  await memory.update(madeKey, [made, ...pathsOf(memory)].slice(0, maxKept));
  return made;
}

/** What git itself refuses in the name of a branch, as far as it can be said while typing. */
const notInBranch = /[\s~^:?*[\\\u0000-\u001f\u007f]|\.\.|@\{|^[-./]|[./]$|\/\/|\.lock$/;

async function askBranch(): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: "New thread in a git worktree",
    prompt: "Name of the new branch. Its worktree is made beside the repository, from the last commit.",
    value: "codex/",
    valueSelection: [6, 6],
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === "" || notInBranch.test(text.trim()) ? "That is no name for a branch." : undefined,
  });
  return name?.trim();
}

function pathsOf(memory: vscode.Memento): string[] {
  const kept = memory.get<unknown>(madeKey);
  return Array.isArray(kept) ? kept.filter((folder) => typeof folder === "string") : [];
}

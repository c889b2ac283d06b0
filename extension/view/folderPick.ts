// The folders that a thread can start in: those of the workspace on a disk, told apart where they share a name, git
// worktrees made for it, and the one that the person chose for the next thread. Names of folders are outside text.

import * as vscode from "vscode";
import { toldApart } from "../shared/folderNames.ts";
import type { FolderView } from "../shared/hostState.ts";
import { oneLineLabel } from "./escapeLabel.ts";
import { madeWorktrees, makeWorktree } from "./worktrees.ts";

const chosenKey = "nextFolder";

/** All of them, in the order of the workspace. */
export function workspaceFolders(): FolderView[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  return toldApart(folders.map(({ name, uri }) => ({ name, path: uri.fsPath })));
}

/** Where a thread can start: the folders of the workspace, and worktrees that were made from here. */
export function startFolders(memory: vscode.Memento): FolderView[] {
  const folders = workspaceFolders();
  return folders.length === 0 ? [] : [...folders, ...madeWorktrees(memory)];
}

/** Where the next thread starts: what was chosen while it is there, else the first; null when none is open. */
export function nextFolder(memory: vscode.Memento): FolderView | null {
  const folders = startFolders(memory);
  const chosen = memory.get<unknown>(chosenKey);
  return folders.find((folder) => folder.path === chosen) ?? folders[0] ?? null;
}

/** Asks which folder the next thread starts in. False when the person chose none. Rejects as git does. */
export async function pickFolder(memory: vscode.Memento): Promise<boolean> {
  const now = nextFolder(memory);
  const own = new Set(workspaceFolders().map((folder) => folder.path));
  const items = startFolders(memory).map((folder) => ({
    label: oneLineLabel(folder.name),
    description: oneLineLabel(folder.path),
    detail: [
      own.has(folder.path) ? "Works in all folders of the workspace" : "Works there only",
      ...(folder.path === now?.path ? ["the next thread starts here"] : []),
    ].join(" · "),
    folder,
  }));
  const made = {
    label: "$(git-branch) New Git Worktree…",
    detail: "On a branch of its own, beside the repository; your files stay as they are",
    folder: null,
  };
  const picked = await vscode.window.showQuickPick([...items, made], {
    title: "Folder of the new thread",
    placeHolder: "Where is the next thread to start?",
    matchOnDescription: true,
  });
  if (!picked) return false;
  if (picked.folder === null) return startInWorktree(memory);
  await memory.update(chosenKey, picked.folder.path);
  return true;
}

/** The next thread starts in a worktree that is made for it. False when the person chose none. Rejects as git does. */
export async function startInWorktree(memory: vscode.Memento): Promise<boolean> {
  // A worktree of a worktree would lie beside it.
  const folder =
    workspaceFolders().find(({ path }) => path === nextFolder(memory)?.path) ?? workspaceFolders()[0];
  const made = folder && (await makeWorktree(memory, folder));
  if (made === undefined) return false;
  await memory.update(chosenKey, made);
  return true;
}

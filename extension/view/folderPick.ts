// The folders of the workspace that a thread can start in: those on a disk, told apart where they share a name, and
// the one that the person chose for the next thread. Names of folders are outside text.

import * as vscode from "vscode";
import { toldApart } from "../shared/folderNames.ts";
import type { FolderView } from "../shared/hostState.ts";
import { oneLineLabel } from "./escapeLabel.ts";

const chosenKey = "nextFolder";

/** All of them, in the order of the workspace. */
export function workspaceFolders(): FolderView[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  return toldApart(folders.map(({ name, uri }) => ({ name, path: uri.fsPath })));
}

/** Where the next thread starts: what was chosen while it is open, else the first; null when none is open. */
export function nextFolder(memory: vscode.Memento): FolderView | null {
  const folders = workspaceFolders();
  const chosen = memory.get<unknown>(chosenKey);
  return folders.find((folder) => folder.path === chosen) ?? folders[0] ?? null;
}

/** Asks which folder the next thread starts in. False when the person chose none. */
export async function pickFolder(memory: vscode.Memento): Promise<boolean> {
  const now = nextFolder(memory)?.path;
  const items = workspaceFolders().map((folder) => ({
    label: oneLineLabel(folder.name),
    description: oneLineLabel(folder.path),
    ...(folder.path === now ? { detail: "The next thread starts here" } : {}),
    folder,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: "Folder of the new thread",
    placeHolder: "Where is the next thread to start?",
    matchOnDescription: true,
  });
  if (picked) await memory.update(chosenKey, picked.folder.path);
  return picked !== undefined;
}

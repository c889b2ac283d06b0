// The editors with unsaved text, for the checkpoints: what stands there, and a way to change it that VS Code's own undo
// takes back. It saves nothing.

import * as vscode from "vscode";
import type { Buffers } from "../checkpoints/buffers.ts";

export const editorBuffers: Buffers = {
  unsavedText: (file) => unsaved(file)?.getText(),
  replaceText: async (file, text) => {
    const document = unsaved(file);
    if (!document) return false;
    const edit = new vscode.WorkspaceEdit();
    const { from, to, words } = smallestChange(document.getText(), text);
    edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), words);
    return vscode.workspace.applyEdit(edit);
  },
  isLocked: (file) =>
    vscode.workspace.notebookDocuments.some(({ uri, isDirty }) => isDirty && isFile(uri, file)) ||
    vscode.window.tabGroups.all.some(({ tabs }) =>
      tabs.some(
        ({ input, isDirty }) => isDirty && input instanceof vscode.TabInputCustom && isFile(input.uri, file),
      ),
    ),
};

function unsaved(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && isFile(uri, file));
}

function isFile(uri: vscode.Uri, file: string): boolean {
  return uri.scheme === "file" && uri.fsPath === vscode.Uri.file(file).fsPath;
}

/** The one stretch of the text that differs, so that cursors and marks elsewhere stay. Offsets in UTF-16 units. */
function smallestChange(before: string, after: string): { from: number; to: number; words: string } {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from++;
  let same = 0;
  while (same < most - from && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { from, to: before.length - same, words: after.slice(from, after.length - same) };
}

// Code blocks of the transcript taken into editors, by the person's own click. A model wrote the code: it is put
// down as text and nothing is run or saved.

import * as vscode from "vscode";

/** Inserts at the cursor of the active text editor, replacing what is selected. Rejects when there is none. */
export async function insertCode(text: string): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (!editor) throw new Error("No text editor is open.");
  const { selection } = editor;
  const taken = await editor.edit((edit) => edit.replace(selection, text));
  if (!taken) throw new Error("The editor did not take the text; the file may be read-only.");
}

/** Opens an untitled document. A language that VS Code does not know becomes plain text. */
export async function openCode(content: string, language: string): Promise<void> {
  const known = await vscode.languages.getLanguages();
  const wanted = aliases[language.toLowerCase()] ?? language.toLowerCase();
  const document = await vscode.workspace.openTextDocument({
    content,
    language: known.includes(wanted) ? wanted : "plaintext",
  });
  await vscode.window.showTextDocument(document, { preview: false });
}

/** What people write behind a fence, and VS Code's own names. */
const aliases: Record<string, string> = {
  js: "javascript",
  jsx: "javascriptreact",
  ts: "typescript",
  tsx: "typescriptreact",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "shellscript",
  bash: "shellscript",
  zsh: "shellscript",
  yml: "yaml",
  md: "markdown",
  "c++": "cpp",
  cs: "csharp",
  docker: "dockerfile",
};

// How changed lines look in an editor: the colours of VS Code's own diffs, and a hover with what was removed.

import * as vscode from "vscode";
import { neutraliseToText } from "../shared/neutralise.ts";

export interface MarkStyles {
  readonly added: vscode.TextEditorDecorationType;
  readonly removed: vscode.TextEditorDecorationType;
}

const colour = (name: string): vscode.ThemeColor => new vscode.ThemeColor(name);

/** The caller disposes them. */
export function makeMarkStyles(): MarkStyles {
  return {
    added: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: colour("diffEditor.insertedLineBackground"),
      // In high contrast the backgrounds are nothing, and the border is all.
      outline: "1px dashed",
      outlineColor: colour("diffEditor.insertedTextBorder"),
      overviewRulerColor: colour("editorOverviewRuler.addedForeground"),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    }),
    removed: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      borderWidth: "2px 0 0 0",
      borderStyle: "dotted",
      borderColor: colour("editorGutter.deletedBackground"),
      overviewRulerColor: colour("editorOverviewRuler.deletedForeground"),
      overviewRulerLane: vscode.OverviewRulerLane.Left,
    }),
  };
}

/** As many removed lines as a hover can show. */
const maxLines = 40;

/** What stood there, as text. */
export function removedHover(texts: readonly string[]): vscode.MarkdownString {
  const more = texts.length - maxLines;
  const text = neutraliseToText(texts.slice(0, maxLines).join("\n"), "code");
  const hover = new vscode.MarkdownString("Codex removed here:");
  hover.appendCodeblock(text, "plaintext");
  if (more > 0) hover.appendText(`and ${more} more lines`);
  return hover;
}

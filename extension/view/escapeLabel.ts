// Outside text for labels, descriptions and tooltips of VS Code's own lists. Knows no vscode.
// Always: hidden characters are visible, and `$(name)` stays text instead of becoming an icon.

import { neutraliseToText, type TextKind } from "../shared/neutralise.ts";

export function escapeLabel(text: string, kind: TextKind = "prose"): string {
  return neutraliseToText(text, kind).replaceAll("$(", "$\u200b(");
}

/** The same in one line, for labels that would show a line break as nothing. */
export function oneLineLabel(text: string): string {
  return escapeLabel(text.replaceAll(/\s+/g, " "));
}

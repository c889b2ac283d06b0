// Outside text for labels, descriptions and tooltips of VS Code's own lists. Knows no vscode.
// Always: hidden characters are visible, `$(name)` stays text instead of becoming an icon, and it is one line.

import { neutraliseToText, type TextKind } from "../shared/neutralise.ts";

export function escapeLabel(text: string, kind: TextKind = "prose"): string {
  return neutraliseToText(text.replaceAll(/\s+/g, " "), kind).replaceAll("$(", "$\u200b(");
}

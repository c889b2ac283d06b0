// The one place where HTML strings become elements: the lines of a diff as diff2html writes them. diff2html
// escapes every text; before it does, all that hides or imitates is turned into tokens, which get their markup
// here. Loaded only when a diff is looked at. Held by a test with hostile content.

import { html, parse } from "diff2html";
import type { ReactElement } from "react";
import { neutralise } from "../../extension/shared/neutralise.ts";
import { gitDiffOf, type DiffLine } from "./changeDiff.ts";

/** Noncharacters: `neutralise` lets none through, so they can stand round its tokens. */
const open = "\ufdd0";
const close = "\ufdd1";

export interface DiffTableProps {
  readonly lines: readonly DiffLine[];
  readonly label: string;
}

export function DiffTable({ lines, label }: DiffTableProps): ReactElement {
  return (
    <table className="diff" aria-label={label}>
      <tbody dangerouslySetInnerHTML={{ __html: diffRows(lines) }} />
    </table>
  );
}

/** Table rows as HTML: text is escaped, tokens are marked. "" when there is no line. */
export function diffRows(lines: readonly DiffLine[]): string {
  const files = parse(gitDiffOf(lines, withTokens), { matching: "none" });
  const page = html(files.slice(0, 1), {
    drawFileList: false,
    matching: "none",
    outputFormat: "line-by-line",
    maxLineLengthHighlight: 500,
  });
  const start = page.indexOf(">", page.indexOf("<tbody")) + 1;
  if (start === 0 || files[0]?.blocks.length === 0) return "";
  return markTokens(shortHeaders(page.slice(start, page.indexOf("</tbody>", start))));
}

/** Leaves of a hunk's header its words: the numbers stand beside the lines. */
function shortHeaders(rows: string): string {
  return rows.replace(
    /<div class="d2h-code-line">@@ -[\d,]+ \+[\d,]+ @@ ?([^<]*)<\/div>/g,
    (_all, words: string) => `<div class="hunk${words.trim() === "" ? " bare" : ""}">⋯ ${words}</div>`,
  );
}

function withTokens(text: string): string {
  return neutralise(text.replaceAll("\n", "\u2028"), "code")
    .map((segment) =>
      "text" in segment ? segment.text : `${segment.glyph ?? ""}${open}${segment.token}${close}`,
    )
    .join("");
}

/** Gives whole tokens their markup. One that the word comparison has split keeps its text only. */
function markTokens(escaped: string): string {
  return escaped
    .replace(
      new RegExp(`${open}([^<${open}${close}]*)${close}`, "g"),
      '<mark class="hidden-character"><span>$1</span></mark>',
    )
    .replace(new RegExp(`[${open}${close}]`, "g"), "");
}

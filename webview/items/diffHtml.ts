// The lines of a diff as HTML, as diff2html writes them. diff2html escapes every text; before it does, all that hides or
// imitates is turned into tokens, which get their markup behind it. Loaded only when a diff is looked at; knows no React.
// Held by a test with hostile content.

import { html, parse } from "diff2html";
import { gitDiffOf, type DiffLine } from "./changeDiff.ts";
import { markTokens, withTokens } from "./tokenHtml.ts";

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

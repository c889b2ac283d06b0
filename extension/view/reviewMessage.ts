// The message that takes a person's line comments to the agent: each with its file, its line and the hunk as it was
// shown. Pure; the host calls it with hunks of its own, so that the page only names them.
// Always: what a file holds stands in a fence that it cannot close, and a path stays in its line.

import type { Hunk } from "../shared/changedFiles.ts";
import { neutraliseToText } from "../shared/neutralise.ts";
import type { LineComment } from "../shared/reviewBridge.ts";

/** Rows of a hunk on each side of the commented line that go with the comment. */
const rowsAround = 12;

/**
 * The text of one prompt. `hunkOf`: the hunk that a comment stands in, undefined when it is not part of the change any
 * more.
 */
export function reviewMessage(
  comments: readonly LineComment[],
  hunkOf: (comment: LineComment) => Hunk | undefined,
): string {
  const [only] = comments;
  if (comments.length === 1 && only)
    return `A comment on a line that you changed:\n\n${commentText(only, hunkOf(only))}`;
  const sections = comments.map(
    (comment, index) => `## Comment ${index + 1}\n\n${commentText(comment, hunkOf(comment))}`,
  );
  return [`${comments.length} comments on lines that you changed:`, ...sections].join("\n\n");
}

function commentText(comment: LineComment, hunk: Hunk | undefined): string {
  const where = `File ${codeSpan(neutraliseToText(comment.path, "code"))}, ${lineWords(comment)}:`;
  const quoted = hunk
    ? fenced(quoteOf(hunk, comment))
    : "(These lines have changed since the comment was written.)";
  return `${where}\n\n${quoted}\n\n${comment.text.trim()}`;
}

function lineWords({ line, side }: LineComment): string {
  return side === "old" ? `line ${line} before the change (removed)` : `line ${line}`;
}

/** The hunk round the line as a unified diff, cut where it is long. */
function quoteOf(hunk: Hunk, comment: LineComment): string {
  const rows = rowsOf(hunk);
  const at = rows.findIndex((row) => (comment.side === "old" ? row.oldLine : row.newLine) === comment.line);
  const from = at < 0 || rows.length <= 2 * rowsAround + 1 ? 0 : Math.max(0, at - rowsAround);
  const to = at < 0 ? 2 * rowsAround + 1 : at + rowsAround + 1;
  const shown = rows.slice(from, rows.length <= 2 * rowsAround + 1 ? rows.length : to);
  const first = shown[0];
  const count = (mark: "-" | "+"): number => shown.filter((row) => row.mark !== mark).length;
  const header = `@@ -${first?.oldAt ?? 0},${count("+")} +${first?.newAt ?? 0},${count("-")} @@`;
  return [header, ...shown.map(({ mark, text }) => `${mark}${text}`)].join("\n");
}

interface QuotedRow {
  readonly mark: " " | "+" | "-";
  readonly text: string;
  /** Numbers of the row where it exists on that side; null where it does not. */
  readonly oldLine: number | null;
  readonly newLine: number | null;
  /** Where the row begins on each side. */
  readonly oldAt: number;
  readonly newAt: number;
}

function rowsOf(hunk: Hunk): QuotedRow[] {
  let oldAt = hunk.oldLines === 0 ? hunk.oldStart + 1 : hunk.oldStart;
  let newAt = hunk.newLines === 0 ? hunk.newStart + 1 : hunk.newStart;
  return hunk.lines.map(({ mark, text }) => {
    const row = {
      mark,
      text: text.replaceAll("\r", ""),
      oldLine: mark === "+" ? null : oldAt,
      newLine: mark === "-" ? null : newAt,
      oldAt,
      newAt,
    };
    if (mark !== "+") oldAt++;
    if (mark !== "-") newAt++;
    return row;
  });
}

/** A fence longer than any run of backticks in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${text}\n${fence}`;
}

function codeSpan(text: string): string {
  const flat = text.replaceAll(/\s*\n\s*/g, " ");
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length));
  const tick = "`".repeat(longest + 1);
  return longest > 0 ? `${tick} ${flat} ${tick}` : `${tick}${flat}${tick}`;
}

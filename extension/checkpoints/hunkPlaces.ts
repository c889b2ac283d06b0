// Where the hunks of a change stand in a text that may have been edited since. Pure. Always: a place is exact, every
// line of the hunk's new side that is looked for stands there; a hunk that was edited over has no place.

import type { Hunk, HunkLine } from "../shared/changedFiles.ts";

/** Lines are zero-based in the text; `count` may be 0. */
export interface LineRange {
  readonly line: number;
  readonly count: number;
}

export interface HunkPlace {
  readonly hunk: Hunk;
  /** From the first changed line to the last; of a hunk that only removes, the line below what was removed. */
  readonly changed: LineRange;
  /** Runs of added lines. */
  readonly added: readonly LineRange[];
  /** What was removed, and above which line it stood. */
  readonly removed: readonly { readonly line: number; readonly texts: readonly string[] }[];
}

/** The places of those hunks that stand in the text, in the order of the hunks. */
export function placesOf(text: string, hunks: readonly Hunk[]): readonly HunkPlace[] {
  const lines = text.split("\n").map(withoutReturn);
  const places: HunkPlace[] = [];
  let drift = 0;
  for (const hunk of hunks) {
    const expected = hunk.newStart - (hunk.newLines === 0 ? 0 : 1);
    const found = find(lines, hunk, expected + drift);
    if (found === undefined) continue;
    drift = found - expected;
    places.push(placeAt(hunk, found));
  }
  return places;
}

/** Where the hunk's first new line, context included, stands; as near to `expected` as can be. */
function find(lines: readonly string[], { lines: rows }: Hunk, expected: number): number | undefined {
  const first = rows.findIndex(({ mark }) => mark !== " ");
  const last = rows.findLastIndex(({ mark }) => mark !== " ");
  for (const context of [Infinity, 1, 0]) {
    const from = Math.max(0, first - context);
    const part = rows.slice(from, last + 1 + context);
    const wanted = part.filter(isNew).map(({ text }) => withoutReturn(text));
    // Nothing at all stands everywhere, but in an empty text; and so does a blank line.
    if (wanted.length === 0) return lines.length === 1 && lines[0] === "" ? 0 : undefined;
    if (context === 0 && !wanted.some((line) => line.trim() !== "")) return undefined;
    const before = rows.slice(0, from).filter(isNew).length;
    const at = nearest(lines, wanted, expected + before);
    if (at !== undefined) return at - before;
  }
  return undefined;
}

function nearest(lines: readonly string[], wanted: readonly string[], expected: number): number | undefined {
  const last = lines.length - wanted.length;
  const fits = (at: number): boolean =>
    at >= 0 && at <= last && wanted.every((line, index) => lines[at + index] === line);
  for (let away = 0; away <= lines.length; away++) {
    if (fits(expected - away)) return expected - away;
    if (fits(expected + away)) return expected + away;
  }
  return undefined;
}

function placeAt(hunk: Hunk, start: number): HunkPlace {
  const added: { line: number; count: number }[] = [];
  const removed: { line: number; texts: string[] }[] = [];
  let line = start;
  for (const { mark, text } of hunk.lines) {
    if (mark === "-") {
      const run = removed.at(-1);
      if (run?.line === line) run.texts.push(text);
      else removed.push({ line, texts: [text] });
      continue;
    }
    if (mark === "+") {
      const run = added.at(-1);
      if (run && run.line + run.count === line) run.count++;
      else added.push({ line, count: 1 });
    }
    line++;
  }
  const from = Math.min(...[...added, ...removed].map((run) => run.line));
  const to = Math.max(from, ...added.map((run) => run.line + run.count));
  return { hunk, changed: { line: from, count: to - from }, added, removed };
}

const isNew = ({ mark }: HunkLine): boolean => mark !== "-";

/** An editor says its line ends apart from its lines. */
function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}

// The hunks of one file between two contents, as a person sees them and as deeds cut them out. Pure but for hashing.
// Always: a hunk's id stands for its place and its lines, and leaving all hunks out gives the content before,
// byte for byte, taking all gives the content after.

import { createHash } from "node:crypto";
import type { HunkLine } from "../shared/changedFiles.ts";
import { bytesOf, linesOf, shownLine } from "./byteLines.ts";
import { diffLines, type Change } from "./lineDiff.ts";

/** One hunk without what was decided about it. */
export interface BareHunk {
  readonly id: string;
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly HunkLine[];
}

/** A hunk whose lines lost no byte. */
export interface RawHunk extends Omit<BareHunk, "id" | "lines"> {
  readonly lines: readonly (readonly [mark: HunkLine["mark"], line: string])[];
}

/** Both sides of a text and what differs between them. */
export interface Comparison {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The changes, those of one hunk together. */
  readonly groups: readonly (readonly Change[])[];
  /** One id a group. */
  readonly ids: readonly string[];
  readonly added: number;
  readonly removed: number;
}

const contextLines = 3;

export function compareTexts(beforeBytes: Uint8Array, afterBytes: Uint8Array): Comparison {
  const before = linesOf(beforeBytes);
  const after = linesOf(afterBytes);
  const changes = diffLines(before, after);
  const groups: Change[][] = [];
  let [added, removed] = [0, 0];
  for (const change of changes) {
    const group = groups.at(-1);
    if (change.aStart - (group?.at(-1)?.aEnd ?? -Infinity) <= 2 * contextLines) group?.push(change);
    else groups.push([change]);
    added += change.bEnd - change.bStart;
    removed += change.aEnd - change.aStart;
  }
  const ids = groups.map((group) => idOf(group, before, after));
  return { before, after, groups, ids, added, removed };
}

/** The hunks with three lines round each. */
export function hunksOf(comparison: Comparison): BareHunk[] {
  return hunkLines(comparison).map(({ lines, ...place }, index) => ({
    id: comparison.ids[index] ?? "",
    ...place,
    lines: lines.map(([mark, line]) => ({ mark, text: shownLine(line), newline: line.endsWith("\n") })),
  }));
}

/** The same with their lines as `linesOf` gives them. */
export function hunkLines(comparison: Comparison): RawHunk[] {
  return comparison.groups.map((group) => bodyOf(group, comparison));
}

/** The content with only those hunks taken whose id is `taken`. */
export function withHunks(comparison: Comparison, taken: (id: string) => boolean): Buffer {
  const { before, after, groups, ids } = comparison;
  const lines: string[] = [];
  let at = 0;
  for (const [index, group] of groups.entries()) {
    if (!taken(ids[index] ?? "")) continue;
    for (const { aStart, aEnd, bStart, bEnd } of group) {
      for (let line = at; line < aStart; line++) lines.push(before[line] ?? "");
      for (let line = bStart; line < bEnd; line++) lines.push(after[line] ?? "");
      at = aEnd;
    }
  }
  for (let line = at; line < before.length; line++) lines.push(before[line] ?? "");
  return bytesOf(lines);
}

function bodyOf(group: readonly Change[], { before, after }: Comparison): RawHunk {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) throw new RangeError("A hunk changes something.");
  const leading = Math.min(contextLines, first.aStart);
  const oldFrom = first.aStart - leading;
  const oldTo = Math.min(before.length, last.aEnd + contextLines);
  const newFrom = first.bStart - leading;
  const lines: RawHunk["lines"][number][] = [];
  const put = (mark: HunkLine["mark"], source: readonly string[], from: number, to: number): void => {
    for (const line of source.slice(from, to)) lines.push([mark, line]);
  };
  let at = oldFrom;
  for (const { aStart, aEnd, bStart, bEnd } of group) {
    put(" ", before, at, aStart);
    put("-", before, aStart, aEnd);
    put("+", after, bStart, bEnd);
    at = aEnd;
  }
  put(" ", before, at, oldTo);
  const oldLines = oldTo - oldFrom;
  const newLines = last.bEnd + (oldTo - last.aEnd) - newFrom;
  return {
    oldStart: oldLines === 0 ? oldFrom : oldFrom + 1,
    oldLines,
    newStart: newLines === 0 ? newFrom : newFrom + 1,
    newLines,
    lines,
  };
}

function idOf(group: readonly Change[], before: readonly string[], after: readonly string[]): string {
  const hash = createHash("sha256");
  for (const { aStart, aEnd, bStart, bEnd } of group) {
    hash.update(`@${aStart},${aEnd},${bStart},${bEnd}\n`);
    for (const line of before.slice(aStart, aEnd)) hash.update(`-${line}`);
    for (const line of after.slice(bStart, bEnd)) hash.update(`+${line}`);
  }
  return hash.digest("hex").slice(0, 24);
}

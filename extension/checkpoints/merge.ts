// Three-way merge of lines: two people changed the same text. Pure.
// Always: the result holds every change of both sides, or there is none; changes that touch each other are no
// merge unless they are the same.

import { diffLines, type Change } from "./lineDiff.ts";

/** The lines with both sides' changes, or undefined where they meet. */
export function mergeLines(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): string[] | undefined {
  const mine = diffLines(base, ours);
  const other = diffLines(base, theirs);
  const merged: string[] = [];
  let [at, i, j] = [0, 0, 0];
  while (i < mine.length || j < other.length) {
    const [one, two] = [mine[i], other[j]];
    const start = Math.min(one?.aStart ?? Infinity, two?.aStart ?? Infinity);
    const [iEnd, jEnd, end] = regionFrom(mine, other, i, j, start);
    merged.push(...base.slice(at, start));
    const left = textOf(base, ours, mine.slice(i, iEnd), start, end);
    const right = textOf(base, theirs, other.slice(j, jEnd), start, end);
    if (iEnd > i && jEnd > j && !isSame(left, right)) return undefined;
    merged.push(...(iEnd > i ? left : right));
    [at, i, j] = [end, iEnd, jEnd];
  }
  merged.push(...base.slice(at));
  return merged;
}

/** All changes from here on that touch one another, and where in the base they end. */
function regionFrom(
  mine: readonly Change[],
  other: readonly Change[],
  i: number,
  j: number,
  start: number,
): [number, number, number] {
  let end = start;
  for (;;) {
    const [one, two] = [mine[i], other[j]];
    if (one && one.aStart <= end) {
      end = Math.max(end, one.aEnd);
      i++;
    } else if (two && two.aStart <= end) {
      end = Math.max(end, two.aEnd);
      j++;
    } else return [i, j, end];
  }
}

/** Lines `start` to `end` of the base as one side has them. */
function textOf(
  base: readonly string[],
  side: readonly string[],
  changes: readonly Change[],
  start: number,
  end: number,
): string[] {
  const text: string[] = [];
  let at = start;
  for (const { aStart, aEnd, bStart, bEnd } of changes) {
    text.push(...base.slice(at, aStart), ...side.slice(bStart, bEnd));
    at = aEnd;
  }
  return text.concat(base.slice(at, end));
}

function isSame(one: readonly string[], two: readonly string[]): boolean {
  return one.length === two.length && one.every((line, index) => line === two[index]);
}

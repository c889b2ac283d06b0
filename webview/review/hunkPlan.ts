// One hunk made ready for drawing: the line numbers of its lines, the rows of either layout, and which removed line an
// added one replaces. Pure; plain arrays of numbers, because a hunk may have a hundred thousand lines.
// Always: every line of the hunk stands in exactly one row (a context line of side by side on both sides of it).

import type { Hunk, HunkLine } from "../../extension/shared/changedFiles.ts";

/** Longer lines are cut where they are drawn: no one reads a megabyte in a line, and its layout takes seconds. */
export const longestLine = 4_000;

export type Layout = "unified" | "sideBySide";

/** Indexes into the hunk's lines; -1 for nothing on that side. In a unified row both are the same line. */
export interface PlanRow {
  readonly left: number;
  readonly right: number;
}

export interface HunkPlan {
  readonly hunk: Hunk;
  readonly layout: Layout;
  readonly rowCount: number;
  /** One-based number on the side, by index of the line; 0 where the line does not exist on it. */
  readonly oldNumbers: Int32Array;
  readonly newNumbers: Int32Array;
  readonly row: (index: number) => PlanRow;
  /** How many characters the longest line of the row has. */
  readonly widthOf: (index: number) => number;
}

const plans: Record<Layout, WeakMap<Hunk, HunkPlan>> = { unified: new WeakMap(), sideBySide: new WeakMap() };

/** Made once for each hunk. */
export function planOf(hunk: Hunk, layout: Layout): HunkPlan {
  const known = plans[layout].get(hunk);
  if (known) return known;
  const rows = layout === "unified" ? unifiedRows(hunk) : sideBySideRows(hunk.lines);
  const plan = { hunk, layout, ...rows, ...numbersOf(hunk) };
  plans[layout].set(hunk, plan);
  return plan;
}

function numbersOf(hunk: Hunk): Pick<HunkPlan, "oldNumbers" | "newNumbers"> {
  const oldNumbers = new Int32Array(hunk.lines.length);
  const newNumbers = new Int32Array(hunk.lines.length);
  // For a count of 0 the start names the line before.
  let oldAt = hunk.oldStart + (hunk.oldLines === 0 ? 1 : 0);
  let newAt = hunk.newStart + (hunk.newLines === 0 ? 1 : 0);
  for (const [index, { mark }] of hunk.lines.entries()) {
    if (mark !== "+") oldNumbers[index] = oldAt++;
    if (mark !== "-") newNumbers[index] = newAt++;
  }
  return { oldNumbers, newNumbers };
}

type PlanRows = Pick<HunkPlan, "rowCount" | "row" | "widthOf">;

function unifiedRows({ lines }: Hunk): PlanRows {
  return {
    rowCount: lines.length,
    row: (index) => ({ left: index, right: index }),
    widthOf: (index) => lines[index]?.text.length ?? 0,
  };
}

/** Removed lines stand beside the added ones that follow them, in their order. */
function sideBySideRows(lines: readonly HunkLine[]): PlanRows {
  const left: number[] = [];
  const right: number[] = [];
  for (let at = 0; at < lines.length;) {
    if (lines[at]?.mark === " ") {
      left.push(at);
      right.push(at);
      at++;
      continue;
    }
    const { middle, end } = groupFrom(lines, at);
    const count = Math.max(middle - at, end - middle);
    for (let row = 0; row < count; row++) {
      left.push(at + row < middle ? at + row : -1);
      right.push(middle + row < end ? middle + row : -1);
    }
    at = end;
  }
  return {
    rowCount: left.length,
    row: (index) => ({ left: left[index] ?? -1, right: right[index] ?? -1 }),
    widthOf: (index) =>
      Math.max(lines[left[index] ?? -1]?.text.length ?? 0, lines[right[index] ?? -1]?.text.length ?? 0),
  };
}

/** Removed lines from `start` to `middle`, and the added ones behind them up to `end`. */
interface Group {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

function groupFrom(lines: readonly HunkLine[], start: number): Group {
  let middle = start;
  while (lines[middle]?.mark === "-") middle++;
  let end = middle;
  while (lines[end]?.mark === "+") end++;
  return { start, middle, end };
}

/** In longer runs of changed lines nobody looks for words. */
const longestGroup = 200;

/** The run of changed lines that a line stands in; undefined for a context line and in a very long run. */
function groupAround(lines: readonly HunkLine[], index: number): Group | undefined {
  const lowest = Math.max(0, index - longestGroup);
  let start = index;
  while (start > lowest && lines[start - 1]?.mark === "+" && lines[start]?.mark === "+") start--;
  while (start > lowest && lines[start - 1]?.mark === "-") start--;
  const group = groupFrom(lines, start);
  return group.end - group.start > longestGroup || index >= group.end ? undefined : group;
}

/** Below this share of equal words two lines have nothing to do with each other. */
const leastAlike = 0.35;
/** More pairs than these are not compared with each other. */
const mostPairs = 400;

/**
 * For each changed line from `from` to `to` the index of the line that it replaces or is replaced by, where the two are
 * alike. In unified the best pairs in order; side by side only what stands beside each other.
 */
export function partnersOf(plan: HunkPlan, from: number, to: number): ReadonlyMap<number, number> {
  const { lines } = plan.hunk;
  const partners = new Map<number, number>();
  for (let index = from; index < to; index++) {
    const group = lines[index]?.mark === " " ? undefined : groupAround(lines, index);
    if (!group || group.middle === group.start || group.middle === group.end) continue;
    for (const [removed, added] of pairsOf(lines, group, plan.layout)) {
      partners.set(removed, added);
      partners.set(added, removed);
    }
    index = group.end - 1;
  }
  return partners;
}

type Pair = readonly [removed: number, added: number];

function pairsOf(lines: readonly HunkLine[], group: Group, layout: Layout): readonly Pair[] {
  const removed = lines.slice(group.start, group.middle).map(({ text }) => wordsOf(text));
  const added = lines.slice(group.middle, group.end).map(({ text }) => wordsOf(text));
  const inOrder = layout === "sideBySide" || removed.length * added.length > mostPairs;
  const found = inOrder ? besideEachOther(removed, added) : bestInOrder(removed, added);
  return found.map(([gone, come]) => [group.start + gone, group.middle + come]);
}

type Words = ReadonlyMap<string, number>;

function wordsOf(text: string): Words {
  const words = new Map<string, number>();
  for (const [word] of text.slice(0, 500).matchAll(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu))
    words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

/** From 0, nothing in common, to 1, the same words. */
function alike(one: Words, other: Words): number {
  let [common, all] = [0, 0];
  for (const [word, count] of one) {
    common += Math.min(count, other.get(word) ?? 0);
    all += count;
  }
  for (const count of other.values()) all += count;
  return all === 0 ? 0 : (2 * common) / all;
}

function besideEachOther(removed: readonly Words[], added: readonly Words[]): readonly Pair[] {
  return removed.flatMap((words, index): Pair[] => {
    const other = added[index];
    return other && alike(words, other) >= leastAlike ? [[index, index]] : [];
  });
}

/** The pairs, in order on both sides, that are most alike in sum. */
function bestInOrder(removed: readonly Words[], added: readonly Words[]): readonly Pair[] {
  const width = added.length + 1;
  const best = new Float64Array((removed.length + 1) * width);
  const score = (gone: number, come: number): number => best[gone * width + come] ?? 0;
  const likeness = removed.map((words) => added.map((other) => alike(words, other)));
  for (let gone = removed.length - 1; gone >= 0; gone--)
    for (let come = added.length - 1; come >= 0; come--) {
      const pair = likeness[gone]?.[come] ?? 0;
      const paired = pair >= leastAlike ? pair + score(gone + 1, come + 1) : 0;
      best[gone * width + come] = Math.max(paired, score(gone + 1, come), score(gone, come + 1));
    }
  const pairs: Pair[] = [];
  for (let [gone, come] = [0, 0]; gone < removed.length && come < added.length;) {
    const pair = likeness[gone]?.[come] ?? 0;
    if (pair >= leastAlike && score(gone, come) === pair + score(gone + 1, come + 1))
      pairs.push([gone++, come++]);
    else if (score(gone, come) === score(gone + 1, come)) gone++;
    else come++;
  }
  return pairs;
}

// All that a review pane can scroll through, as rows with heights: known by counting lines before anything is drawn,
// corrected by what was measured. Pure; it knows no document.
// Always: a row's key names its content, so that a measured height never goes to another row.

import type { ChangedFile, Hunk } from "../../extension/shared/changedFiles.ts";
import type { LineComment } from "../../extension/shared/reviewBridge.ts";
import { longestLine, planOf, type HunkPlan, type Layout } from "./hunkPlan.ts";
import { isFolded, shownFiles, type Draft, type ReviewState } from "./reviewState.ts";

export type Row =
  | { readonly kind: "file"; readonly key: string; readonly file: ChangedFile }
  /** Stands for hunks that are not here yet, or says why there are none. */
  | {
      readonly kind: "noLines";
      readonly key: string;
      readonly file: ChangedFile;
      readonly isLoading: boolean;
    }
  | { readonly kind: "refusal"; readonly key: string; readonly file: ChangedFile }
  | {
      readonly kind: "hunk";
      readonly key: string;
      readonly file: ChangedFile;
      readonly hunk: Hunk;
      /** From 1, of all hunks of the file. */
      readonly number: number;
      readonly of: number;
    }
  | {
      readonly kind: "lines";
      readonly key: string;
      readonly file: ChangedFile;
      readonly plan: HunkPlan;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: "comment";
      readonly key: string;
      readonly comment: LineComment;
      readonly isOutdated: boolean;
    }
  | { readonly kind: "draft"; readonly key: string; readonly draft: Draft }
  /** What was left out, and comments on files that are not part of the change any more. */
  | { readonly kind: "end"; readonly key: string };

/** Rows that belong together: a file with all its rows, or what stands at the end. */
export interface Section {
  readonly key: string;
  readonly file: ChangedFile | null;
  readonly from: number;
  readonly to: number;
}

export interface Rows {
  readonly all: readonly Row[];
  readonly sections: readonly Section[];
}

/** What heights are counted with. CSS pixels and characters. */
export interface Metrics {
  readonly linePx: number;
  readonly headPx: number;
  readonly hunkPx: number;
  /** How many characters of code fit beside the numbers. */
  readonly columns: number;
}

/** Rows of lines hold no more than these: a few make up a screen. */
export const linesInRow = 25;

/** What rows are made of. */
export type RowSource = Pick<
  ReviewState,
  "changes" | "lines" | "memory" | "refusals" | "folded" | "filter" | "onlyUndecided" | "draft"
>;

export function rowsOf(state: RowSource, layout: Layout): Rows {
  const all: Row[] = [];
  const sections: Section[] = [];
  const files = shownFiles(state);
  const placed = commentsByPath(state);
  for (const file of files) {
    const from = all.length;
    all.push({ kind: "file", key: fileKey(file.path), file });
    if (state.refusals.has(file.path)) all.push({ kind: "refusal", key: `refusal ${file.path}`, file });
    if (!isFolded(state, file)) addBody(all, state, file, layout, placed.get(file.path) ?? noWords);
    sections.push({ key: fileKey(file.path), file, from, to: all.length });
  }
  const elsewhere = orphansOf(state);
  if (elsewhere.length > 0 || (state.changes?.leftOut.length ?? 0) > 0) {
    const from = all.length;
    all.push({ kind: "end", key: "end" });
    for (const comment of elsewhere) all.push(commentRow(comment, true));
    sections.push({ key: "end", file: null, from, to: all.length });
  }
  return { all, sections };
}

export function fileKey(path: string): string {
  return `file ${path}`;
}

export function hunkKey(path: string, hunkId: string): string {
  return `hunk ${hunkId} ${path}`;
}

interface Words {
  readonly comments: readonly LineComment[];
  readonly draft: Draft | null;
}
const noWords: Words = { comments: [], draft: null };

function commentsByPath({ memory, draft }: RowSource): ReadonlyMap<string, Words> {
  const byPath = new Map<string, Words>();
  const of = (path: string): Words => byPath.get(path) ?? noWords;
  for (const comment of memory.comments)
    if (comment.id !== draft?.id)
      byPath.set(comment.path, { ...of(comment.path), comments: [...of(comment.path).comments, comment] });
  if (draft) byPath.set(draft.path, { ...of(draft.path), draft });
  return byPath;
}

/** Comments on files that are not part of the change any more. */
function orphansOf({ memory, changes }: RowSource): readonly LineComment[] {
  if (!changes || memory.comments.length === 0) return [];
  const paths = new Set(changes.files.map(({ path }) => path));
  return memory.comments.filter(({ path }) => !paths.has(path));
}

function commentRow(comment: LineComment, isOutdated: boolean): Row {
  return { kind: "comment", key: `comment ${comment.id}`, comment, isOutdated };
}

function addBody(all: Row[], state: RowSource, file: ChangedFile, layout: Layout, words: Words): void {
  const lines = state.lines.get(file.path);
  const hasLines = lines !== undefined && lines.hunks.length > 0;
  const hunks = lines?.hunks ?? [];
  const ids = new Set(hunks.map(({ id }) => id));
  if (lines?.isWhole && !lines.isStale)
    for (const comment of words.comments) if (!ids.has(comment.hunkId)) all.push(commentRow(comment, true));
  if (words.draft && (!hasLines || !ids.has(words.draft.hunkId))) all.push(draftRow(words.draft));
  if (!hasLines)
    all.push({ kind: "noLines", key: `no lines ${file.path}`, file, isLoading: lines === undefined });
  for (const [index, hunk] of hunks.entries()) {
    const key = hunkKey(file.path, hunk.id);
    all.push({ kind: "hunk", key, file, hunk, number: index + 1, of: hunks.length });
    addLines(all, file, planOf(hunk, layout), words);
  }
  if (hasLines && !lines.isWhole)
    all.push({ kind: "noLines", key: `more lines ${file.path}`, file, isLoading: true });
}

function draftRow(draft: Draft): Row {
  return { kind: "draft", key: "draft", draft };
}

/** The rows of a hunk's lines, cut behind each line that has words of the person. */
function addLines(all: Row[], file: ChangedFile, plan: HunkPlan, { comments, draft }: Words): void {
  const behind = new Map<number, Row[]>();
  const put = (place: Omit<LineComment, "id">, row: Row): void => {
    if (place.hunkId !== plan.hunk.id) return;
    const at = rowOfLine(plan, place);
    behind.set(at, [...(behind.get(at) ?? []), row]);
  };
  for (const comment of comments) put(comment, commentRow(comment, false));
  if (draft) put(draft, draftRow(draft));
  const cuts = [...behind.keys()].toSorted((one, other) => one - other);
  for (let from = 0; from < plan.rowCount;) {
    const cut = cuts.find((at) => at >= from) ?? Number.POSITIVE_INFINITY;
    const to = Math.min(plan.rowCount, from + linesInRow, cut + 1);
    const key = `lines ${plan.layout} ${plan.hunk.id} ${from} ${to} ${file.path}`;
    all.push({ kind: "lines", key, file, plan, from, to });
    all.push(...(behind.get(to - 1) ?? []));
    from = to;
  }
}

/** The row that shows a line; the last one for a line that is not there. */
function rowOfLine(plan: HunkPlan, { side, line }: Pick<LineComment, "side" | "line">): number {
  const numbers = side === "old" ? plan.oldNumbers : plan.newNumbers;
  const wanted = numbers.indexOf(line);
  for (let index = 0; index < plan.rowCount; index++) {
    const { left, right } = plan.row(index);
    if (wanted >= 0 && (left === wanted || right === wanted)) return index;
  }
  return plan.rowCount - 1;
}

/** The heights of all rows as counted, in CSS pixels. */
export function countedHeight(row: Row, metrics: Metrics): number {
  switch (row.kind) {
    case "file":
      return metrics.headPx;
    case "hunk":
      return metrics.hunkPx;
    case "lines":
      return linesHeight(row, metrics);
    case "noLines":
      // So much that a few files fill the view and not all of them are asked for at once.
      return row.isLoading
        ? metrics.linePx * Math.min(20, 1 + row.file.addedLines + row.file.removedLines)
        : 28;
    case "refusal":
      return 36;
    case "comment":
      return 74;
    case "draft":
      return 128;
    case "end":
      return 60;
  }
}

function linesHeight(row: Extract<Row, { kind: "lines" }>, { linePx, columns }: Metrics): number {
  const { plan, from, to } = row;
  let count = 0;
  for (let index = from; index < to; index++)
    count += Math.max(1, Math.ceil(Math.min(longestLine, plan.widthOf(index)) / Math.max(1, columns)));
  return count * linePx;
}

/** The heights of all rows as counted: they change with the rows, not with what is measured. */
export function countedHeights(rows: readonly Row[], metrics: Metrics): Float64Array {
  return Float64Array.from(rows, (row) => countedHeight(row, metrics));
}

/** Where each row begins, and behind the last one where they end; `measured` by key goes before what is counted. */
export function offsetsOf(
  rows: readonly Row[],
  counted: Float64Array,
  measured: ReadonlyMap<string, number>,
): Float64Array {
  const offsets = new Float64Array(rows.length + 1);
  let top = 0;
  for (let index = 0; index < rows.length; index++) {
    const known = measured.size === 0 ? undefined : measured.get(rows[index]?.key ?? "");
    top += known ?? counted[index] ?? 0;
    offsets[index + 1] = top;
  }
  return offsets;
}

/** The index of the row at this place; the first or the last one beyond the ends. */
export function rowAt(offsets: Float64Array, top: number): number {
  let [low, high] = [0, offsets.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= top) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The rows that the keys step through: hunks, and files that show none. */
export function stopsOf({ all, sections }: Rows): readonly number[] {
  const stops: number[] = [];
  for (const { file, from, to } of sections) {
    if (!file) continue;
    const hunks = [];
    for (let index = from; index < to; index++) if (all[index]?.kind === "hunk") hunks.push(index);
    stops.push(...(hunks.length > 0 ? hunks : [from]));
  }
  return stops;
}

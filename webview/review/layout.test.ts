// Holds that all lines stand in rows, in order and with heights, and that rows are found by their place.

import { expect, it } from "vitest";
import type { Hunk } from "../../extension/shared/changedFiles.ts";
import type { LineComment } from "../../extension/shared/reviewBridge.ts";
import { longSample, oddSample, turnSample, type ReviewSample } from "../../test/gallery/reviewSamples.ts";
import {
  countedHeight,
  countedHeights,
  fileKey,
  hunkKey,
  linesInRow,
  offsetsOf,
  rowAt,
  rowsOf,
  stopsOf,
  type Row,
} from "./layout.ts";
import { emptyReview, viewedId, type ReviewState } from "./reviewState.ts";

const metrics = { linePx: 20, headPx: 37, hunkPx: 29, columns: 80 };

function stateOf(sample: ReviewSample, change: Partial<ReviewState> = {}): ReviewState {
  const lines = [...sample.hunks].map(
    ([path, hunks]) => [path, { hunks, isWhole: true, isStale: false, problem: null }] as const,
  );
  return { ...emptyReview, changes: sample.changes, lines: new Map(lines), ...change };
}

const comment: LineComment = {
  id: "c",
  path: "src/checkout.ts",
  hunkId: "src/checkout.ts 0",
  line: 53,
  side: "new",
  text: "Config, please.",
};
const withComments = (...comments: readonly LineComment[]): Partial<ReviewState> => ({
  memory: { ...emptyReview.memory, comments },
});

const kindsOf = (rows: readonly Row[]): string => rows.map(({ kind }) => kind).join(" ");

it.each(["unified", "sideBySide"] as const)("shows every line once, in rows of a few, %s", (layout) => {
  const sample = longSample(1_000, 2);
  const { all } = rowsOf(stateOf(sample), layout);
  const seen = new Map<Hunk, number[]>();
  for (const row of all) {
    if (row.kind !== "lines") continue;
    expect(row.to - row.from).toBeLessThanOrEqual(linesInRow);
    const lines = seen.get(row.plan.hunk) ?? [];
    for (let index = row.from; index < row.to; index++) {
      const { left, right } = row.plan.row(index);
      lines.push(...new Set([left, right].filter((line) => line >= 0)));
    }
    seen.set(row.plan.hunk, lines);
  }
  expect(seen.size).toBe(2);
  for (const [hunk, lines] of seen)
    expect(lines.toSorted((one, other) => one - other)).toEqual([...hunk.lines.keys()]);
});

it("puts a comment behind its line, and the box of a new one too", () => {
  const { all } = rowsOf(stateOf(turnSample, withComments(comment)), "unified");
  const at = all.findIndex(({ kind }) => kind === "comment");
  const before = all[at - 1];
  expect(before).toMatchObject({ kind: "lines", from: 0, to: 4 });
  expect(all[at + 1]).toMatchObject({ kind: "lines", from: 4, to: 7 });
  const draft = { ...comment, id: null, line: 52, side: "old" as const };
  const drafted = rowsOf(stateOf(turnSample, { draft }), "sideBySide").all;
  expect(drafted[drafted.findIndex(({ kind }) => kind === "draft") - 1]).toMatchObject({ from: 0, to: 2 });
});

it("never loses a comment: its hunk may be gone, its file, or be folded", () => {
  const gone = [
    { ...comment, id: "hunk", hunkId: "x" },
    { ...comment, id: "file", path: "x.ts" },
  ];
  const { all } = rowsOf(stateOf(turnSample, withComments(...gone)), "unified");
  expect(all.flatMap((row) => (row.kind === "comment" ? [[row.comment.id, row.isOutdated]] : []))).toEqual([
    ["hunk", true],
    ["file", true],
  ]);
});

it("folds what was viewed as it is, unless the person unfolded it", () => {
  const [first] = turnSample.changes.files;
  if (!first) return expect.unreachable();
  const viewed = [{ path: first.path, id: viewedId(first) }];
  const memory = { ...emptyReview.memory, viewed };
  const rowsOfFirst = (change: Partial<ReviewState>): string => {
    const { all, sections } = rowsOf(stateOf(turnSample, { memory, ...change }), "unified");
    return kindsOf(all.slice(sections[0]?.from, sections[0]?.to));
  };
  expect(rowsOfFirst({})).toBe("file");
  expect(rowsOfFirst({ folded: new Map([[first.path, false]]) })).toBe("file hunk lines");
  expect(rowsOfFirst({ memory: { ...memory, viewed: [{ path: first.path, id: "other" }] } })).toBe(
    "file hunk lines",
  );
});

it("stands for lines that are not here, and says when there are none", () => {
  const { all } = rowsOf(stateOf(oddSample), "unified");
  const notes = all.flatMap((row) => (row.kind === "noLines" ? [[row.file.path, row.isLoading]] : []));
  expect(notes).toEqual([
    ["assets/logo.png", false],
    ["bin/release.sh", false],
    ["docs/guide/start.md", false],
    ["var/cache.bin", true],
  ]);
  expect(all.at(-1)?.kind).toBe("end");
});

const paths = (change: Partial<ReviewState>): string[] =>
  rowsOf(stateOf(oddSample, change), "unified").sections.flatMap(({ file }) => file?.path ?? []);

it("filters by name and by what is decided", () => {
  expect(paths({ filter: " START " })).toEqual(["docs/guide/start.md"]);
  const [first, ...rest] = oddSample.changes.files;
  const changes = {
    ...oddSample.changes,
    files: first ? [{ ...first, fate: "kept" as const }, ...rest] : [],
  };
  expect(paths({ onlyUndecided: true, changes })).not.toContain(first?.path);
});

it("knows heights by counting, and rows by their place", () => {
  const { all } = rowsOf(stateOf(longSample(100_000, 40)), "unified");
  const offsets = offsetsOf(all, countedHeights(all, metrics), new Map([[all[0]?.key ?? "", 50]]));
  expect(offsets[1]).toBe(50);
  for (const index of [0, 1, 2, 777, all.length - 1]) {
    expect(rowAt(offsets, offsets[index] ?? 0)).toBe(index);
    expect(rowAt(offsets, (offsets[index + 1] ?? 0) - 1)).toBe(index);
  }
  expect(rowAt(offsets, -5)).toBe(0);
  expect(rowAt(offsets, 1e9)).toBe(all.length - 1);
  const lines = all.find((row) => row.kind === "lines");
  expect(lines && countedHeight(lines, metrics)).toBe(linesInRow * 20);
  expect(lines && countedHeight(lines, { ...metrics, columns: 20 })).toBeGreaterThan(linesInRow * 20);
});

it("steps from hunk to hunk, and to files that have none", () => {
  const rows = rowsOf(stateOf(turnSample, { folded: new Map([["package.json", true]]) }), "unified");
  expect(stopsOf(rows).map((index) => rows.all[index]?.key)).toEqual([
    fileKey("package.json"),
    hunkKey("src/checkout.ts", "src/checkout.ts 0"),
    hunkKey("src/checkout.ts", "src/checkout.ts 1"),
    hunkKey("test/checkout.retry.test.ts", "test/checkout.retry.test.ts 0"),
  ]);
});

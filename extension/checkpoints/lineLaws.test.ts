// Laws of lines, over random texts: a difference applied gives the other text, hunks taken or left out give both
// sides, and a merge holds what both did. LAW_CASES sets how many texts there are.

import { expect, it } from "vitest";
import { randomOf } from "../../test/samples/random.ts";
import { editedText, randomText } from "../../test/samples/randomFiles.ts";
import { linesOf } from "./byteLines.ts";
import { compareTexts, hunksOf, withHunks } from "./hunks.ts";
import { diffLines } from "./lineDiff.ts";
import { mergeLines } from "./merge.ts";

const cases = 10 * Number(process.env["LAW_CASES"] ?? 40);
const seeds = Array.from({ length: cases }, (_, index) => index + 1);
const bytes = (text: string): Buffer => Buffer.from(text, "utf8");

it("a difference applied to one text gives the other, with as few lines as a longest common list needs", () => {
  for (const seed of seeds) {
    const chance = randomOf(seed);
    const a = linesOf(bytes(randomText(chance)));
    const b = linesOf(bytes(chance.chance(50) ? editedText(a.join(""), chance, "x") : randomText(chance)));
    const changes = diffLines(a, b);
    const result: string[] = [];
    let at = 0;
    for (const { aStart, aEnd, bStart, bEnd } of changes) {
      result.push(...a.slice(at, aStart), ...b.slice(bStart, bEnd));
      expect(aStart > at || at === 0 || aEnd > aStart || bEnd > bStart, `seed ${seed}`).toBe(true);
      at = aEnd;
    }
    expect(result.concat(a.slice(at)), `seed ${seed}`).toEqual(b);
    const removed = changes.reduce((sum, { aStart, aEnd }) => sum + aEnd - aStart, 0);
    expect(a.length - removed, `seed ${seed}`).toBe(longestCommon(a, b));
  }
});

it("all hunks give the text after, none the text before, and their figures agree", () => {
  for (const seed of seeds) {
    const chance = randomOf(seed);
    const before = bytes(randomText(chance));
    const after = bytes(editedText(before.toString("utf8"), chance, "x"));
    const comparison = compareTexts(before, after);
    expect(
      withHunks(comparison, () => true),
      `seed ${seed}`,
    ).toEqual(after);
    expect(
      withHunks(comparison, () => false),
      `seed ${seed}`,
    ).toEqual(before);
    expect(new Set(comparison.ids).size).toBe(comparison.ids.length);
    for (const { lines, oldLines, newLines } of hunksOf(comparison)) {
      expect(lines.filter(({ mark }) => mark !== "+").length, `seed ${seed}`).toBe(oldLines);
      expect(lines.filter(({ mark }) => mark !== "-").length, `seed ${seed}`).toBe(newLines);
    }
  }
});

it("a merge holds every line that either added and is the same from both ends", () => {
  let merged = 0;
  for (const seed of seeds) {
    const chance = randomOf(seed);
    const base = linesOf(bytes(randomText(chance)));
    const ours = linesOf(bytes(editedText(base.join(""), chance, "ours")));
    const theirs = linesOf(bytes(editedText(base.join(""), chance, "theirs")));
    const result = mergeLines(base, ours, theirs);
    expect(mergeLines(base, theirs, ours), `seed ${seed}`).toEqual(result);
    expect(mergeLines(base, ours, base), `seed ${seed}`).toEqual(ours);
    expect(mergeLines(base, ours, ours), `seed ${seed}`).toEqual(ours);
    if (!result) continue;
    merged++;
    for (const word of ["ours", "theirs"]) {
      const added = (lines: readonly string[]): string[] =>
        lines.filter((line) => line.startsWith(`${word} `));
      expect(added(result), `seed ${seed}`).toEqual(added(word === "ours" ? ours : theirs));
    }
  }
  expect(merged).toBeGreaterThan(cases / 20);
});

it("changes on the same lines are no merge", () => {
  expect(mergeLines(["a\n", "b\n", "c\n"], ["a\n", "x\n", "c\n"], ["a\n", "y\n", "c\n"])).toBeUndefined();
  expect(mergeLines(["a\n"], ["a\n", "x\n"], ["a\n", "y\n"])).toBeUndefined();
});

it("ends soon on texts that share almost nothing, and on very long ones", () => {
  const one = Array.from({ length: 100_000 }, (_, index) => `${index}\n`);
  const other = Array.from({ length: 100_000 }, (_, index) => `${index * 7919}\n`);
  const edited = one.map((line, index) => (index % 40 === 0 ? `x${line}` : line));
  // Without a bound the first pair would take minutes.
  expect(diffLines(one, other).length).toBeGreaterThan(1);
  const changes = diffLines(one, edited);
  expect(changes).toHaveLength(2_500);
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const line of a) {
    const next = [0];
    for (const [index, other] of b.entries())
      next.push(line === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
    row = next;
  }
  return row[b.length] ?? 0;
}

// Holds where keys lead.

import { expect, it } from "vitest";
import { nextIndex } from "./nextRow.ts";
import type { TranscriptRow } from "./rows.ts";

const row = (key: string, type: string): TranscriptRow =>
  ({ kind: "entry", key, entry: { kind: "item", item: { type } } }) as TranscriptRow;
const rows = ["userMessage", "agentMessage", "reasoning", "userMessage", "agentMessage"].map((type, index) =>
  row(`${index}`, type),
);

it.each([
  ["ArrowDown", 1, 2],
  ["ArrowUp", 1, 0],
  ["ArrowUp", 0, 0],
  ["ArrowDown", 4, 4],
  ["Home", 3, 0],
  ["End", 1, 4],
  ["ArrowDown", null, 1],
  ["ArrowUp", null, 3],
  ["x", 1, undefined],
])("%s from %s leads to %s", (key, from, to) => {
  expect(nextIndex(rows, { from, seen: [1, 3], key, isAlt: false })).toBe(to);
});

it.each([
  ["ArrowUp", 4, 3],
  ["ArrowUp", 3, 0],
  ["ArrowUp", 0, undefined],
  ["ArrowDown", 0, 3],
  ["ArrowDown", 3, undefined],
  ["ArrowUp", null, 3],
  ["Home", 2, undefined],
])("Alt and %s from %s leads to the prompt %s", (key, from, to) => {
  expect(nextIndex(rows, { from, seen: [1, 3], key, isAlt: true })).toBe(to);
});

it("leads nowhere in an empty thread", () => {
  expect(nextIndex([], { from: null, seen: [0, 0], key: "End", isAlt: false })).toBe(undefined);
});

// Holds that nothing but the known shapes comes out of a pane's message, within sizes, whatever goes in.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { ReviewIntent } from "./reviewBridge.ts";
import { parseReviewIntent, parseReviewMemory, reviewLimits } from "./reviewIntent.ts";

const comment = { id: "c", path: "a.ts", hunkId: "h", line: 3, side: "new", text: "Why?" } as const;
const memory = { layout: "sideBySide", viewed: [{ path: "a.ts", id: "x" }], comments: [comment] } as const;

const all: readonly ReviewIntent[] = [
  { type: "ready" },
  { type: "loadHunks", paths: ["a.ts", "b/ c.ts"] },
  { type: "keep", target: { path: null, hunkId: null } },
  { type: "keep", target: { path: "a.ts", hunkId: "h" } },
  { type: "undo", target: { path: "a.ts", hunkId: null }, onConflict: "overwrite" },
  { type: "takeBack" },
  { type: "openFile", path: "a.ts", line: 4 },
  { type: "openFile", path: "a.ts", line: null },
  { type: "openDiff", path: "a.ts" },
  { type: "remember", memory },
  { type: "sendComments", comments: [comment] },
];

it("lets every intent through, without what does not belong to it", () => {
  for (const intent of all)
    expect(parseReviewIntent(JSON.parse(JSON.stringify({ ...intent, method: "fs/writeFile" })))).toEqual(
      intent,
    );
});

it.each([
  ["nothing", undefined],
  ["a method of the server", { type: "thread/shellCommand", command: "rm" }],
  ["a name of every object", { type: "toString" }],
  ["a hunk of no file", { type: "undo", target: { path: null, hunkId: "h" }, onConflict: "leave" }],
  ["no word on conflicts", { type: "undo", target: { path: "a", hunkId: null } }],
  ["a line that is none", { type: "openFile", path: "a", line: 1.5 }],
  ["an empty path", { type: "openDiff", path: "" }],
  ["a path without an end", { type: "openDiff", path: "a".repeat(reviewLimits.pathChars + 1) }],
  ["too many paths", { type: "loadHunks", paths: Array(reviewLimits.loadedPaths + 1).fill("a") }],
  ["one bad path among good ones", { type: "loadHunks", paths: ["a", 1] }],
  ["no comments", { type: "sendComments", comments: [] }],
  ["a comment without words", { type: "sendComments", comments: [{ ...comment, text: "" }] }],
  ["a side that is none", { type: "sendComments", comments: [{ ...comment, side: "left" }] }],
  ["a list for a memory", { type: "remember", memory: [] }],
])("drops %s", (_name, message) => {
  expect(parseReviewIntent(message)).toBeUndefined();
});

it("gives an intent or nothing for any message, and never throws", () => {
  const types = fc.constantFrom(...all.map(({ type }) => type), "fs/writeFile", "__proto__");
  const message = fc.oneof(
    fc.anything(),
    fc.record({
      type: types,
      target: fc.anything(),
      paths: fc.anything(),
      path: fc.anything(),
      line: fc.anything(),
    }),
    fc.record({ type: types, memory: fc.anything(), comments: fc.anything(), onConflict: fc.anything() }),
  );
  fc.assert(
    fc.property(message, (value) => {
      const intent = parseReviewIntent(value);
      if (intent) expect(parseReviewIntent(intent)).toEqual(intent);
    }),
    { numRuns: 2_000 },
  );
});

it("reads what was kept, or nothing of it", () => {
  expect(parseReviewMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
  expect(parseReviewMemory({ ...memory, layout: "wide" })).toBeUndefined();
  expect(parseReviewMemory({ ...memory, comments: [{ ...comment, line: -1 }] })).toBeUndefined();
});

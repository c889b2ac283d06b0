// Holds what the search looks through, how it compares, that it is bounded and never looks twice.

import { expect, it } from "vitest";
import type { ThreadItem, UserInput } from "../../extension/shared/protocol.ts";
import { emptyThread, type Entry, type TurnState } from "../../extension/shared/threadState.ts";
import { findInThread, findSteps, mostMatches } from "./find.ts";

const item = (id: string, fields: object): Entry => ({
  kind: "item",
  item: Object.assign(fields, { id }) as ThreadItem,
  phase: "completed",
  startedAtMs: null,
  completedAtMs: null,
  stdin: [],
  progress: null,
  unasked: null,
});
const turn = (turnId: string, entries: readonly Entry[]): TurnState => ({ turnId, entries }) as TurnState;
const thread = (...turns: TurnState[]) => ({ ...emptyThread("t", "/"), turns });
const message = (id: string, text: string): Entry => item(id, { type: "agentMessage", text });

it("looks through messages, outputs, diffs, tools and notes, in order", () => {
  const entries = [
    message("m", "a NEEDLE and a needle"),
    item("c", { type: "commandExecution", command: "grep needle", aggregatedOutput: "the\nneedle" }),
    item("f", { type: "fileChange", changes: [{ path: "a.ts", diff: "+needle" }] }),
    item("t", { type: "mcpToolCall", server: "s", tool: "t", arguments: { q: "needle" }, result: null }),
    { kind: "note", id: "n", atMs: 0, note: { type: "warning", text: "Needle" } } as Entry,
  ];
  const found = findInThread(thread(turn("1", entries), turn("2", [message("x", "none")])), "needle");
  expect(found.map(({ entryId, nth }) => `${entryId}${nth}`)).toEqual([
    "m0",
    "m1",
    "c0",
    "c1",
    "f0",
    "t0",
    "n0",
  ]);
});

it("looks through plans, errors and what was just sent, under the keys of their rows", () => {
  const planned = { ...turn("1", []), plan: [{ step: "Find the needle", status: "pending" as const }] };
  const error = { message: "needle", codexErrorInfo: null, additionalDetails: null, misalignment: null };
  const failed = { ...turn("2", []), error } as TurnState;
  const text = { type: "text" as const, text: "a needle", text_elements: [] } satisfies UserInput;
  const message = {
    clientId: "c",
    input: [text],
    sentAtMs: 0,
    steers: null,
    acknowledged: false,
    turnId: null,
    notProcessed: null,
  };
  const found = findInThread({ turns: [planned, failed], outgoing: [message] }, "needle");
  expect(found.map(({ entryId }) => entryId)).toEqual(["plan 1", "failed 2", "outgoing c"]);
});

it("takes the query as it is written, and finds nothing for a blank one", () => {
  const one = thread(turn("1", [message("m", "a.b a*b axb (")]));
  expect(findInThread(one, "a.b")).toHaveLength(1);
  expect(findInThread(one, "a*b")).toHaveLength(1);
  expect(findInThread(one, "(")).toHaveLength(1);
  expect(findInThread(one, "  ")).toEqual([]);
});

it("stops at its bound", () => {
  const many = turn("1", [message("m", "x".repeat(3 * mostMatches))]);
  expect(findInThread(thread(many, many), "x")).toHaveLength(mostMatches);
});

it("does not look again at an entry that did not change", () => {
  let reads = 0;
  const watched = item("m", {
    type: "agentMessage",
    get text() {
      reads++;
      return "x";
    },
  });
  const cache = new WeakMap();
  expect([...findSteps(thread(turn("1", [watched])), "x", cache)].flat()).toHaveLength(1);
  expect([...findSteps(thread(turn("1", [watched, message("n", "x")])), "x", cache)].flat()).toHaveLength(2);
  expect(reads).toBe(1);
});

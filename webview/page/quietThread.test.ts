// Holds that what streams does not concern the composer, and that all else does.

import { expect, it } from "vitest";
import { emptyThread, type ThreadState, type TurnState } from "../../extension/shared/threadState.ts";
import { isSameThread, quietThread } from "./quietThread.ts";

const turn = {
  turnId: "1",
  status: "inProgress",
  entries: [],
  diff: null,
  changes: null,
  plan: null,
} as unknown as TurnState;
const thread: ThreadState = { ...emptyThread("t", "/"), turns: [turn] };
const isSame = (change: Partial<ThreadState>): boolean =>
  isSameThread(quietThread(thread), quietThread({ ...thread, ...change }));

it("stays the same while words stream into the running turn", () => {
  expect(isSame({ turns: [{ ...turn, entries: [{}] as never, diff: "+", plan: [] }] })).toBe(true);
});

it.each<Partial<ThreadState>>([
  { blocked: "no" },
  { model: "m" },
  { outgoing: [] },
  { turns: [{ ...turn, turnId: "2" }] },
  { turns: [{ ...turn, status: "completed" }] },
])("changes with %j", (change) => {
  expect(isSame(change)).toBe(false);
});

it("knows a thread from none", () => {
  expect([isSameThread(null, null), isSameThread(thread, null)]).toEqual([true, false]);
});

import { describe, expect, it } from "vitest";
import type { FixtureEntry } from "./fixture.ts";
import { storyOf } from "./story.ts";

const out = (id: number, method: string): FixtureEntry => ({ dir: "out", line: { id, method } });
const answer = (id: number): FixtureEntry => ({ dir: "in", line: { id, result: {} } });
const asked = (id: number): FixtureEntry => ({ dir: "in", line: { id, method: "item/tool/call" } });
const begun = (startedAtMs: number): FixtureEntry => ({
  dir: "in",
  line: { method: "item/started", params: { item: { id: "c" }, startedAtMs } },
});
const ended = (completedAtMs: number): FixtureEntry => ({
  dir: "in",
  line: { method: "item/completed", params: { item: { id: "c" }, completedAtMs } },
});
const printed = (emittedAtMs: number): FixtureEntry => {
  const line = { method: "item/commandExecution/outputDelta", params: { itemId: "c" }, emittedAtMs };
  return { dir: "in", line };
};
const cost = (): FixtureEntry => ({ dir: "in", line: { method: "thread/tokenUsage/updated", params: {} } });
const turnEnded = (status: string): FixtureEntry => ({
  dir: "in",
  line: { method: "turn/completed", params: { turn: { status } } },
});

describe("the story in a recording", () => {
  it("has no probes, and its calls count on without them; the server's own requests keep their ids", () => {
    const recorded = [
      out(1, "a"),
      answer(1),
      out(2, "thread/loaded/list"),
      asked(2),
      answer(2),
      out(3, "b"),
      { gone: true } as const,
      out(1, "c"),
      answer(1),
    ];
    expect(storyOf([...recorded.slice(0, 6), answer(3), ...recorded.slice(6)])).toEqual([
      out(1, "a"),
      answer(1),
      asked(2),
      out(2, "b"),
      answer(2),
      { gone: true },
      out(1, "c"),
      answer(1),
    ]);
  });

  it("has no costs of the last response of a stopped turn, and all others", () => {
    const stop = [begun(1), cost(), out(1, "turn/interrupt"), cost(), answer(1), turnEnded("interrupted")];
    expect(storyOf([cost(), ...stop, cost(), turnEnded("completed")])).toEqual([
      cost(),
      begun(1),
      out(1, "turn/interrupt"),
      answer(1),
      turnEnded("interrupted"),
      cost(),
      turnEnded("completed"),
    ]);
  });

  it("has the output of a command only where it is told for sure", () => {
    const recorded = [begun(1_000), printed(1_100), printed(1_600), printed(1_900), ended(2_000)];
    expect(storyOf(recorded)).toEqual([begun(1_000), printed(1_600), ended(2_000)]);
  });
});

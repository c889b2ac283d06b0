import { describe, expect, it } from "vitest";
import type { FixtureEntry } from "./fixture.ts";
import { inOrder } from "./order.ts";

const out = (id: number, method: string): FixtureEntry => ({ dir: "out", line: { id, method } });
const reply = (id: number): FixtureEntry => ({ dir: "in", line: { id, result: {} } });
const told = (method: string): FixtureEntry => ({ dir: "in", line: { method } });

const start = [out(1, "initialize"), reply(1), told("configWarning"), told("remoteControl/status/changed")];
const thread = [out(2, "thread/start"), reply(2), told("thread/started")];
const turn = [out(3, "turn/start"), told("turn/started"), reply(3), told("turn/completed")];

describe("the order of a story", () => {
  it("has what the server tells of itself behind its cause, wherever it came", () => {
    const [call, answer, ...notifications] = start;
    if (call === undefined || answer === undefined) expect.unreachable();
    const late = [
      call,
      answer,
      ...thread,
      turn[0] ?? answer,
      ...notifications.toReversed(),
      ...turn.slice(1),
    ];
    expect(inOrder(late)).toEqual([...start, ...thread, ...turn]);
  });

  it("keeps the order of a thread and takes each server by itself", () => {
    const story: FixtureEntry[] = [...start, ...thread, ...turn, { gone: true }, ...start, { history: [] }];
    expect(inOrder(story)).toEqual(story);
  });
});

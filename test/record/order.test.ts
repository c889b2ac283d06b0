import { describe, expect, it } from "vitest";
import type { FixtureEntry } from "./fixture.ts";
import { inOrder } from "./order.ts";

const out = (id: number, method: string): FixtureEntry => ({ dir: "out", line: { id, method } });
const reply = (id: number): FixtureEntry => ({ dir: "in", line: { id, result: {} } });
const told = (method: string): FixtureEntry => ({ dir: "in", line: { method } });
const of = (threadId: string, method: string, names = ""): FixtureEntry => ({
  dir: "in",
  line: { method, params: { threadId, names } },
});
const read = (id: number): FixtureEntry[] => [out(id, "thread/queue/list"), reply(id)];

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

  it("keeps another agent's thread together, where the story names it", () => {
    const own: FixtureEntry = { dir: "in", line: { id: 2, result: { thread: { id: "own" } } } };
    const named = of("own", "item/completed", "child");
    const later = of("own", "turn/completed");
    const [early, late] = [of("child", "warning"), of("child", "turn/started")];
    expect(inOrder([own, early, named, later, late])).toEqual([own, named, early, late, later]);
  });

  it("has the call that follows upon an answer directly behind it", () => {
    const late = [...start, ...thread.slice(0, 2), told("account/updated"), ...thread.slice(2), ...turn];
    expect(inOrder(late)).toEqual([...start, ...thread, turn[0], told("account/updated"), ...turn.slice(1)]);
  });

  it("has each reading of the queue behind the change that caused it", () => {
    const changed = told("thread/queue/changed");
    const [first, second] = [read(8), read(9)];
    const late = [
      changed,
      told("a"),
      ...first.slice(0, 1),
      told("b"),
      ...first.slice(1),
      changed,
      told("c"),
      ...second,
    ];
    expect(inOrder(late)).toEqual([changed, ...first, told("a"), told("b"), changed, ...second, told("c")]);
  });
});

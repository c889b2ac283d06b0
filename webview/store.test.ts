// Holds the replica: snapshots, numbered events, one flush a frame, and one cry for help when a number is missing.

import { describe, expect, it } from "vitest";
import type { HostMessage, Intent } from "../extension/shared/bridge.ts";
import { initialHostState } from "../extension/shared/hostState.ts";
import { createStore, type Store } from "./store.ts";

interface Rig {
  readonly store: Store;
  readonly posted: Intent[];
  readonly frame: () => void;
}

function rig(): Rig {
  const posted: Intent[] = [];
  const frames: (() => void)[] = [];
  const store = createStore(
    (intent) => void posted.push(intent),
    (callback) => void frames.push(callback),
  );
  return { store, posted, frame: () => frames.splice(0).forEach((callback) => callback()) };
}

const snapshot = (epoch: number, seq = 0): HostMessage => ({
  type: "snapshot",
  epoch,
  seq,
  state: { host: initialHostState, thread: null },
  draft: { text: `draft ${epoch}`, revision: epoch },
});
const trusted = (epoch: number, seq: number, trust = true): HostMessage => ({
  type: "events",
  epoch,
  seq,
  events: [{ method: "lectern/host", params: { host: { ...initialHostState, trusted: trust } } }],
});

describe("the store", () => {
  it("folds events once a frame and tells its listeners once", () => {
    const { store, frame } = rig();
    let told = 0;
    store.receive(snapshot(1));
    store.subscribe(() => told++);
    store.receive(trusted(1, 1, false));
    store.receive(trusted(1, 2));
    expect(store.read().state?.host.trusted).toBe(false);
    frame();
    expect(store.read().state?.host.trusted).toBe(true);
    expect(told).toBe(1);
  });

  it.each([
    ["a gap", trusted(1, 2)],
    ["a repetition", trusted(1, 0)],
    ["a foreign epoch", trusted(2, 1)],
  ])("asks once for a snapshot on %s and waits for it", (_name, message) => {
    const { store, posted, frame } = rig();
    store.receive(snapshot(1));
    store.receive(message);
    store.receive(trusted(1, 1));
    store.receive(trusted(1, 7));
    frame();
    expect(posted).toEqual([{ type: "ready" }]);
    expect(store.read().state?.host.trusted).toBe(false);
    store.receive(snapshot(3, 9));
    store.receive(trusted(3, 10));
    frame();
    expect(store.read().state?.host.trusted).toBe(true);
    expect(posted).toHaveLength(1);
  });

  it("is content with a state that was sent ahead when it came whole, and asks again when it did not", () => {
    const { store, posted } = rig();
    store.receive(snapshot(1));
    store.receive(trusted(1, 1));
    store.receive({ type: "sentAhead", epoch: 1, seq: 1 });
    expect(posted).toEqual([]);
    store.receive({ type: "sentAhead", epoch: 1, seq: 2 });
    expect(posted).toEqual([{ type: "ready" }]);
    const other = rig();
    other.store.receive({ type: "sentAhead", epoch: 1, seq: 0 });
    expect(other.posted).toEqual([{ type: "ready" }]);
  });

  it("drops what was queued when a snapshot comes", () => {
    const { store, frame } = rig();
    store.receive(snapshot(1));
    store.receive(trusted(1, 1));
    store.receive(snapshot(2));
    frame();
    expect(store.read().state?.host.trusted).toBe(false);
  });

  it("keeps the first draft, the fates of prompts, and passes on what is to be shown", () => {
    const { store } = rig();
    const revealed: string[] = [];
    store.onReveal("approval", ({ what }) => void revealed.push(what));
    store.receive(snapshot(1));
    store.receive(snapshot(2));
    store.receive({ type: "promptFate", clientId: "c", taken: false });
    store.receive({ type: "reveal", what: "approval", approvalKey: null, pick: null });
    expect(store.read().keptDraft?.text).toBe("draft 1");
    expect(store.read().fates.get("c")).toBe(false);
    expect(revealed).toEqual(["approval"]);
  });

  it("keeps what is to be shown until somebody shows such a thing, and tells it once", () => {
    const { store } = rig();
    const revealed: unknown[] = [];
    store.receive({ type: "reveal", what: "approval", approvalKey: "a", pick: "deny" });
    store.onReveal("composer", () => void revealed.push("composer"));
    const stop = store.onReveal("approval", ({ approvalKey }) => void revealed.push(approvalKey));
    stop();
    store.onReveal("approval", () => void revealed.push("again"));
    expect(revealed).toEqual(["a"]);
  });
});

const delta = (seq: number): HostMessage => ({
  type: "events",
  epoch: 1,
  seq,
  events: [
    {
      method: "item/agentMessage/delta",
      params: { threadId: "t", turnId: "u", itemId: "i", delta: "word" },
    },
  ],
});

const output = (seq: number): HostMessage => ({
  type: "events",
  epoch: 1,
  seq,
  events: [
    {
      method: "item/commandExecution/outputDelta",
      params: { threadId: "t", turnId: "u", itemId: "c", delta: "line\n" },
    },
  ],
});

function paced(): { store: Store; rests: number[]; draw: (costMs: number) => number } {
  let nowMs = 1_000;
  const frames: (() => void)[] = [];
  const drawn: (() => void)[] = [];
  const rests: number[] = [];
  const pace = {
    now: () => nowMs,
    afterDrawing: (callback: () => void) => void drawn.push(callback),
    later: (callback: () => void, ms: number) => {
      rests.push(ms);
      callback();
    },
  };
  const store = createStore(
    () => undefined,
    (callback) => void frames.push(callback),
    pace,
  );
  const draw = (costMs: number): number => {
    const due = frames.splice(0);
    for (const callback of due) callback();
    nowMs += costMs;
    for (const callback of drawn.splice(0)) callback();
    return due.length;
  };
  store.receive(snapshot(1));
  return { store, rests, draw };
}

describe("the pace", () => {
  it("lets words rest four times what drawing them twice cost, and at most a quarter of a second", () => {
    const { store, rests, draw } = paced();
    let seq = 1;
    for (const costMs of [3, 30, 30, 100, 100, 1]) {
      store.receive(delta(seq++));
      expect(draw(costMs)).toBe(1);
    }
    expect(rests).toEqual([104, 104, 234]);
  });

  it("lets nothing else wait, and folds once for both", () => {
    const { store, rests, draw } = paced();
    for (let seq = 1; seq <= 2; seq++) {
      store.receive(delta(seq));
      draw(50);
    }
    store.receive(trusted(1, 3));
    store.receive(delta(4));
    expect(rests).toEqual([]);
    expect(draw(1)).toBe(1);
    expect(store.read().state?.host.trusted).toBe(true);
  });

  it("draws what a program prints at most twenty times a second, after a pause at once", () => {
    const { store, rests, draw } = paced();
    store.receive(output(1));
    expect([draw(1), rests]).toEqual([1, []]);
    store.receive(output(2));
    store.receive(output(3));
    expect([draw(1), rests]).toEqual([1, [33]]);
    expect(draw(60)).toBe(0);
    store.receive(output(4));
    expect([draw(1), rests]).toEqual([1, [33]]);
  });
});

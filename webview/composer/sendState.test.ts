// Holds when a prompt counts as taken, and every reason why none can be sent.

import { describe, expect, it } from "vitest";
import { maxPromptChars } from "../../extension/shared/bridge.ts";
import { initialHostState, type HostState } from "../../extension/shared/hostState.ts";
import { emptyThread, type ThreadState } from "../../extension/shared/threadState.ts";
import type { View } from "../store.ts";
import { fateOf, obstacleOf } from "./sendState.ts";

const host: HostState = {
  ...initialHostState,
  trusted: true,
  folder: { name: "w", path: "/w" },
  account: { phase: "signedIn", label: "a" },
};
const pending = { clientId: "c", text: "hello" };
const thread = emptyThread("t", "/w");

function view(change: Partial<ThreadState>, fates: readonly (readonly [string, boolean])[] = []): View {
  return { state: { host, thread: { ...thread, ...change } }, keptDraft: null, fates: new Map(fates) };
}

const outgoing = (acknowledged: boolean): Partial<ThreadState> => ({
  outgoing: [
    { clientId: "c", input: [], sentAtMs: 0, steers: null, acknowledged, turnId: null, notProcessed: null },
  ],
});

describe("the fate of a prompt", () => {
  it("waits until somebody says something", () => {
    expect(fateOf(view({}), pending)).toBe("waiting");
    expect(fateOf(view(outgoing(false)), pending)).toBe("waiting");
  });

  it("is taken when acknowledged or told so", () => {
    expect(fateOf(view(outgoing(true)), pending)).toBe("taken");
    expect(fateOf(view({}, [["c", true]]), pending)).toBe("taken");
  });

  it("is rejected when told so, and only for this prompt", () => {
    expect(fateOf(view(outgoing(false), [["c", false]]), pending)).toBe("rejected");
    expect(fateOf(view({}, [["other", false]]), pending)).toBe("waiting");
  });
});

describe("obstacles", () => {
  it.each([
    ["trust", { ...host, trusted: false }, thread, "x", "Trust this folder to work with Codex."],
    ["folder", { ...host, folder: null }, null, "x", "Open a folder to start."],
    ["policy", host, { ...thread, blocked: "No." }, "x", "No."],
    ["length", host, thread, "x".repeat(maxPromptChars + 1), "Too long by 1 characters."],
  ] as const)("%s", (_name, hostState, threadState, text, words) => {
    expect(obstacleOf(hostState, threadState, text)).toBe(words);
  });

  it("has none when all is well, and none for the folder once a thread is open", () => {
    expect(obstacleOf(host, null, "x")).toBeNull();
    expect(obstacleOf({ ...host, folder: null }, thread, "x")).toBeNull();
  });
});

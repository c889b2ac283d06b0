// Holds which obstacle is told first, and that each has words and, where one can help, a step.

import { expect, it } from "vitest";
import { initialHostState, type HostState } from "../../extension/shared/hostState.ts";
import { emptyThread } from "../../extension/shared/threadState.ts";
import { situationOf } from "./situation.ts";

const ready: HostState = {
  ...initialHostState,
  trusted: true,
  folder: { name: "w", path: "/w" },
  server: { phase: "ready", version: "1", pinned: true, untested: false },
  account: { phase: "signedIn", label: "a" },
};
const thread = emptyThread("t", "/w");
const problem = { title: "It could not start", detail: "", nextStep: "Do this.", lastWords: ["x"] };

it.each([
  [
    "trust before all else",
    { ...ready, trusted: false, account: { phase: "signedOut" } },
    null,
    "This folder is not trusted",
    "manageTrust",
  ],
  [
    "a failed server before the account",
    { ...ready, server: { phase: "failed", problem }, account: { phase: "signedOut" } },
    null,
    "It could not start",
    "restartServer",
  ],
  [
    "no answer",
    { ...ready, server: { phase: "unresponsive" } },
    thread,
    "The Codex app-server does not answer",
    "restartServer",
  ],
  ["no folder", { ...ready, folder: null }, null, "No folder is open", "openFolder"],
  ["signed out", { ...ready, account: { phase: "signedOut" } }, thread, "You are signed out", "signIn"],
  ["signing in", { ...ready, account: { phase: "signingIn" } }, null, "Signing in", "cancelSignIn"],
  [
    "held elsewhere",
    ready,
    { ...thread, elsewhere: { waits: false, isFree: false } },
    "Open in another window or terminal",
    "continueHere",
  ],
  [
    "waiting for it",
    ready,
    { ...thread, elsewhere: { waits: true, isFree: false } },
    "Open in another window or terminal",
    "forkThread",
  ],
  [
    "free again",
    ready,
    { ...thread, elsewhere: { waits: false, isFree: true } },
    "Free to go on here",
    "continueHere",
  ],
  ["blocked", ready, { ...thread, blocked: "Why." }, "Nothing can be sent in this thread", "newThread"],
] as const)("%s", (_name, host, open, title, step) => {
  const situation = situationOf(host, open);
  expect(situation?.title).toBe(title);
  expect(situation?.steps[0]?.intent.type).toBe(step);
});

it("says nothing when nothing is in the way", () => {
  expect(situationOf(ready, thread)).toBeNull();
  expect(situationOf({ ...ready, folder: null }, thread)).toBeNull();
});

import { expect, it } from "vitest";
import { ServerRefused } from "../codex/errors.ts";
import { isUnknownThread } from "./notSent.ts";

it.each([
  ["no rollout found for thread id 0199", true],
  ["thread not loaded: 0199", true],
  ["failed to read thread: failed to read session metadata /h/r.jsonl: rollout at /h/r.jsonl is empty", true],
  ["thread 0199 already has an active writer", false],
])("knows a thread that the server lost by its words: %s", (words, isUnknown) => {
  expect(isUnknownThread(new ServerRefused("thread/read", { code: -32600, message: words }))).toBe(isUnknown);
});

it("takes no other error for that", () => {
  expect(isUnknownThread(new Error("no rollout found"))).toBe(false);
});

// Holds what a screen reader is told, and that nothing of a stream is.

import { expect, it } from "vitest";
import type { PageEvent } from "../../extension/shared/events.ts";
import { announcementsOf } from "./announce.ts";

const events = [
  { method: "item/agentMessage/delta", params: { threadId: "t", turnId: "u", itemId: "i", delta: "Hel" } },
  {
    method: "item/completed",
    params: {
      threadId: "t",
      turnId: "u",
      completedAtMs: 1,
      item: { type: "userMessage", id: "p", clientId: null, content: [] },
    },
  },
  {
    method: "item/completed",
    params: {
      threadId: "t",
      turnId: "u",
      completedAtMs: 1,
      item: { type: "agentMessage", id: "i", text: "Hello\u202e" },
    },
  },
  { method: "turn/completed", params: { threadId: "t", turn: { id: "u", status: "failed", items: [] } } },
] as unknown as PageEvent[];

it("tells completed items and the end of a turn", () => {
  expect(announcementsOf(events, "/w")).toEqual(["Codex: Hello[U+202E]", "Turn failed"]);
});

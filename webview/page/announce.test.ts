// Holds what a screen reader is told, and that nothing of a stream is.

import { expect, it } from "vitest";
import type { PageEvent } from "../../extension/shared/events.ts";
import {
  emptyForm,
  form,
  networkRule,
  oneQuestion,
  permissions,
  ruled,
  tool,
  typedInput,
  unknown,
  webPage,
} from "../../test/gallery/askSamples.ts";
import { fileApproval } from "../../test/gallery/builders.ts";
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

it.each([
  [ruled(), "Run this command outside the sandbox? pnpm test --filter checkout --reporter dot --coverage"],
  [typedInput(), "Type this into a running program? y DROP TABLE orders;"],
  [networkRule("n", "pay.example"), "Allow network access to this host? https://pay.example"],
  [fileApproval("f", undefined), "Let Codex change files?"],
  [oneQuestion(), "Codex asks you a question. Where should idempotency keys be kept?"],
  [
    form(),
    "An MCP server asks you to fill in a form. tracker: Please describe the issue that I should file.",
  ],
  [emptyForm(), "An MCP server asks for your agreement. tracker: May I index this repository?"],
  [webPage("https://a.example/"), "An MCP server asks you to open a web page. tracker: https://a.example/"],
  [tool(), "Run this tool of an MCP server? tracker/create_issue"],
  [unknown(), "An MCP server asks for something that Lectern cannot show. tracker: Pick a colour."],
])("tells of an approval: %#", (approval, words) => {
  const opened: PageEvent = { method: "lectern/approvalOpened", params: { approval } };
  expect(announcementsOf([opened], "/w")).toEqual([`Approval needed: ${words}`]);
  const ofAgent: PageEvent = {
    method: "lectern/approvalOpened",
    params: { approval: { ...permissions(), agent: "re\u202eviewer" } },
  };
  expect(announcementsOf([ofAgent], "/w")[0]).toMatch(/ Asked by agent re\[U\+202E\]viewer\.$/);
});

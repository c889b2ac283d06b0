// Holds that each kind of approval has words for what was decided that are true of it.

import { expect, it } from "vitest";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import type { AskKind } from "../../extension/shared/threadState.ts";
import { decisionWords } from "./decisionWords.ts";

const words = (about: AskKind, choice: ChoiceId, told = ""): string =>
  decisionWords({ type: "decision", asked: "", subject: "s", about, choice, told, agent: null }).words;

it.each<[AskKind, ChoiceId, string, string]>([
  ["command", "accept", "", "Allowed by you"],
  ["command", "acceptWithRule", "r", "Allowed by you, rule saved"],
  ["network", "declineWithRule", "r", "Denied by you, rule saved"],
  ["fileChange", "cancel", "", "Denied by you, turn stopped"],
  ["questions", "accept", "a", "Answered by you"],
  ["questions", "decline", "", "Not answered by you"],
  ["permissions", "accept", "g", "Permissions given by you, for this turn"],
  ["permissions", "acceptForSession", "g", "Permissions given by you, until the server ends"],
  ["permissions", "decline", "", "Permissions denied by you"],
  ["mcpForm", "accept", "Title", "Sent by you to the MCP server"],
  ["mcpForm", "accept", "", "Agreed to by you"],
  ["mcpForm", "cancel", "", "Closed by you without an answer"],
  ["mcpUrl", "accept", "", "Opened by you"],
  ["mcpUnknown", "decline", "", "Declined by you"],
])("%s, %s", (about, choice, told, said) => {
  expect(words(about, choice, told)).toBe(said);
});

it("does not say beside what was given what was asked for", () => {
  const note = {
    type: "decision",
    asked: "",
    subject: "write /a, write /b",
    about: "permissions",
    agent: null,
  } as const;
  expect(decisionWords({ ...note, choice: "accept", told: "write /a" }).subject).toBe("");
  expect(decisionWords({ ...note, choice: "decline", told: "" }).subject).toBe("write /a, write /b");
});

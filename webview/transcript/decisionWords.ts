// What became of a question to the person, in one line by its kind: what was decided, what came with it, what it was
// about. Pure.

import { isAllowing, type ChoiceId } from "../../extension/shared/approvals/choices.ts";
import type { AskKind, Note } from "../../extension/shared/threadState.ts";

export interface DecisionWords {
  readonly words: string;
  /** What came with the choice (outside text). */
  readonly told: string;
  readonly isToldCode: boolean;
  /** What it was about (outside text). */
  readonly subject: string;
  readonly isCode: boolean;
  /** Something was allowed or given. */
  readonly isGood: boolean;
}

type Decision = Extract<Note, { type: "decision" }>;

export function decisionWords({ about, choice, told, subject }: Decision): DecisionWords {
  const isSentence = about === "questions" || about === "mcpForm" || about === "mcpUnknown";
  // What was given stands in `told`; what was asked for beside it would only repeat it.
  const isRepeated = about === "permissions" && told !== "";
  return {
    words: wordsFor(about, choice, told),
    told,
    isToldCode: !isSentence,
    subject: isRepeated ? "" : subject,
    isCode: !isSentence,
    isGood: isAllowing(choice),
  };
}

const plainWords: Record<ChoiceId, string> = {
  accept: "Allowed by you",
  acceptForSession: "Allowed by you, until the server ends",
  acceptWithRule: "Allowed by you, rule saved",
  decline: "Denied by you",
  declineWithRule: "Denied by you, rule saved",
  cancel: "Denied by you, turn stopped",
};

const ofMcpServer = { decline: "Declined by you", cancel: "Closed by you without an answer" };

function wordsFor(about: AskKind, choice: ChoiceId, told: string): string {
  switch (about) {
    case "questions":
      return choice === "accept" ? "Answered by you" : "Not answered by you";
    case "permissions":
      if (choice === "accept") return "Permissions given by you, for this turn";
      return choice === "acceptForSession"
        ? "Permissions given by you, until the server ends"
        : "Permissions denied by you";
    case "mcpForm":
      if (choice === "accept") return told === "" ? "Agreed to by you" : "Sent by you to the MCP server";
      return refusal(choice);
    case "mcpUrl":
      return choice === "accept" ? "Opened by you" : refusal(choice);
    case "mcpUnknown":
      return refusal(choice);
    case "command":
    case "stdin":
    case "network":
    case "fileChange":
    case "mcpTool":
      return plainWords[choice];
  }
}

function refusal(choice: ChoiceId): string {
  return choice === "cancel" ? ofMcpServer.cancel : ofMcpServer.decline;
}

import { describe, expect, it } from "vitest";
import {
  approvalRequest,
  commandApproval,
  elicitation,
  fileChangeApproval,
} from "../../../test/samples/events.ts";
import type { v2 } from "../protocol.ts";
import { type ApprovalRequest, askOf } from "./ask.ts";
import { choiceIds, choicesOf, type Choice, type ChoiceId } from "./choices.ts";
import { type AnswerDetails, replyOf, savedRuleOf, toldOf } from "./reply.ts";
import type { SavedRule } from "./rule.ts";

function offeredChoice(request: ApprovalRequest, id: ChoiceId): Choice | undefined {
  return choicesOf(request, { rulesRunOutside: true }).find((choice) => choice.id === id);
}

function reply(request: ApprovalRequest, id: ChoiceId, details: AnswerDetails | null = null): unknown {
  const choice = offeredChoice(request, id);
  return choice ? replyOf(request, choice, details) : "not offered";
}

const rule = ["git", "log", "--oneline", "-5"];
const withRule = commandApproval(1, "git log", {
  availableDecisions: ["accept", { acceptWithExecpolicyAmendment: { execpolicy_amendment: rule } }, "cancel"],
});
const amendment = (host: string, action: "allow" | "deny") => ({
  applyNetworkPolicyAmendment: { network_policy_amendment: { host, action } },
});
const network = (host: string) =>
  commandApproval(1, "", {
    networkApprovalContext: { host: "a.example", protocol: "https" },
    availableDecisions: ["accept", amendment(host, "allow"), "cancel"],
  });
const permissions = approvalRequest("item/permissions/requestApproval", {
  threadId: "t",
  turnId: "u",
  itemId: "i",
  environmentId: null,
  startedAtMs: 1,
  cwd: "/work",
  reason: null,
  permissions: {
    network: { enabled: true },
    fileSystem: {
      read: null,
      write: ["/one", "/two"],
    },
  },
});
const question = (id: string, changes: Partial<v2.ToolRequestUserInputQuestion> = {}) => ({
  id,
  header: "H",
  question: "Which?",
  isOther: false,
  isSecret: false,
  options: [
    {
      label: "Red",
      description: "",
    },
    {
      label: "Blue",
      description: "",
    },
  ],
  ...changes,
});
const questions = approvalRequest("item/tool/requestUserInput", {
  threadId: "t",
  turnId: "u",
  itemId: "i",
  isBlocking: true,
  autoResolutionMs: null,
  questions: [
    question("q1"),
    question("__proto__", {
      options: null,
      isSecret: true,
    }),
  ],
});
const form = elicitation(1, {
  mode: "form",
  message: "m",
  requestedSchema: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] },
});
const page = elicitation(1, { mode: "url", message: "m", url: "https://a.example/", elicitationId: "e" });
const tool = elicitation(1, {
  mode: "form",
  message: "m",
  requestedSchema: { type: "object", properties: {} },
  _meta: { codex_approval_kind: "mcp_tool_call", tool_name: "x", persist: ["session", "always"] },
});
const legacyCommand = approvalRequest("execCommandApproval", {
  conversationId: "t",
  callId: "c",
  approvalId: null,
  command: ["ls"],
  cwd: "/",
  reason: null,
  parsedCmd: [],
});
const legacyPatch = approvalRequest("applyPatchApproval", {
  conversationId: "t",
  callId: "c",
  fileChanges: {},
  reason: null,
  grantRoot: null,
});

const refused = (action: "decline" | "cancel") => ({ action, content: null, _meta: null });
const accepted = (content: unknown, _meta: unknown = null) => ({ action: "accept", content, _meta });
const decision = (value: unknown) => ({ decision: value });
const words = (count: number): AnswerDetails => ({ kind: "rule", words: count });
const cutTo = (count: number) =>
  decision({ acceptWithExecpolicyAmendment: { execpolicy_amendment: rule.slice(0, count) } });
const granting = (...granted: number[]): AnswerDetails => ({ kind: "grants", granted });
const answering = (...answers: { option: number | null; text: string }[]): AnswerDetails => ({
  kind: "answers",
  answers,
});
const both = answering({ option: 1, text: " soft " }, { option: null, text: "secret" });
const fileSystem = (...write: string[]) => ({ fileSystem: { read: null, write } });
const denied = { denied: { rejection: "rejected by user" } };

describe("the reply to", () => {
  it.each<[string, ApprovalRequest, ChoiceId, AnswerDetails | null, unknown]>([
    ["a command", withRule, "accept", null, decision("accept")],
    ["a command", withRule, "acceptForSession", null, decision("acceptForSession")],
    ["a command", withRule, "acceptWithRule", null, cutTo(4)],
    ["a command", withRule, "acceptWithRule", words(2), cutTo(2)],
    ["a command", withRule, "decline", null, decision("decline")],
    ["a command", withRule, "cancel", null, decision("cancel")],
    ["a host", network("a.example"), "acceptForSession", null, decision("acceptForSession")],
    ["a host", network("a.example"), "acceptWithRule", null, decision(amendment("a.example", "allow"))],
    ["a host", network("a.example"), "declineWithRule", null, decision(amendment("a.example", "deny"))],
    ["a host", network("a.example"), "decline", null, decision("decline")],
    ["a file change", fileChangeApproval(1, "f"), "acceptForSession", null, decision("acceptForSession")],
    ["a file change", fileChangeApproval(1, "f"), "cancel", null, decision("cancel")],
    ["permissions", permissions, "accept", granting(1), { permissions: fileSystem("/two"), scope: "turn" }],
    [
      "permissions",
      permissions,
      "acceptForSession",
      granting(0, 2),
      { permissions: { network: { enabled: true }, ...fileSystem("/one") }, scope: "session" },
    ],
    ["permissions", permissions, "decline", null, { permissions: {}, scope: "turn" }],
    ["permissions", permissions, "decline", granting(0), { permissions: {}, scope: "turn" }],
    ["questions", questions, "decline", both, { answers: {} }],
    ["a form", form, "accept", { kind: "form", values: ["7"] }, accepted({ n: 7 })],
    ["a form", form, "decline", { kind: "form", values: ["7"] }, refused("decline")],
    ["a form", form, "cancel", null, refused("cancel")],
    ["a web page", page, "accept", null, accepted(null)],
    ["a web page", page, "decline", null, refused("decline")],
    ["a tool", tool, "accept", null, accepted(null)],
    ["a tool", tool, "acceptForSession", null, accepted(null, { persist: "session" })],
    ["a tool", tool, "acceptWithRule", null, accepted(null, { persist: "always" })],
    ["a tool", tool, "decline", null, refused("decline")],
    ["a command of the older form", legacyCommand, "accept", null, decision("approved")],
    [
      "a command of the older form",
      legacyCommand,
      "acceptForSession",
      null,
      decision("approved_for_session"),
    ],
    ["a command of the older form", legacyCommand, "decline", null, decision(denied)],
    ["a patch of the older form", legacyPatch, "accept", null, decision("approved")],
    ["a patch of the older form", legacyPatch, "cancel", null, decision("abort")],
  ])("%s: %o %s %j", (_, request, id, details, expected) => {
    expect(reply(request, id, details)).toEqual(expected);
  });

  it("questions holds an answer for each, also for one that is named like the insides of objects", () => {
    const answers = '{"q1":{"answers":["Blue","soft"]},"__proto__":{"answers":["secret"]}}';
    expect(JSON.stringify(reply(questions, "accept", both))).toBe(`{"answers":${answers}}`);
  });

  it("a question is well formed text", () => {
    const broken = answering({ option: null, text: "a\ud800" }, { option: null, text: "x" });
    expect(JSON.stringify(reply(questions, "accept", broken))).not.toContain("\\ud800");
  });
});

describe("no reply is made", () => {
  it.each<[string, ApprovalRequest, ChoiceId, AnswerDetails | null]>([
    ["of a rule with no words", withRule, "acceptWithRule", words(0)],
    ["of a rule that is too short", withRule, "acceptWithRule", words(1)],
    ["of a rule that is longer than proposed", withRule, "acceptWithRule", words(5)],
    ["of half a word", withRule, "acceptWithRule", words(2.5)],
    ["without grants", permissions, "accept", null],
    ["of no grant", permissions, "accept", granting()],
    ["of a grant that was not asked for", permissions, "accept", granting(3)],
    ["of a negative place", permissions, "accept", granting(-1)],
    ["without answers", questions, "accept", null],
    ["of too few answers", questions, "accept", answering({ option: 0, text: "" })],
    [
      "of too many answers",
      questions,
      "accept",
      answering(...Array.from({ length: 3 }, () => ({ option: null, text: "x" }))),
    ],
    [
      "of an empty answer",
      questions,
      "accept",
      answering({ option: 0, text: "" }, { option: null, text: " " }),
    ],
    [
      "of an option that is not there",
      questions,
      "accept",
      answering({ option: 2, text: "x" }, { option: null, text: "x" }),
    ],
    [
      "of an option where none are",
      questions,
      "accept",
      answering({ option: 0, text: "" }, { option: 0, text: "x" }),
    ],
    ["without values", form, "accept", null],
    ["of a value that does not fit", form, "accept", { kind: "form", values: ["1.5"] }],
    ["of details of another kind", form, "accept", granting(0)],
  ])("%s", (_, request, id, details) => {
    expect(reply(request, id, details)).toBeNull();
  });

  it.each<[string, ApprovalRequest, ChoiceId[]]>([
    ["a file change", fileChangeApproval(1, "f"), ["acceptWithRule", "declineWithRule"]],
    ["permissions", permissions, ["acceptWithRule", "declineWithRule", "cancel"]],
    ["questions", questions, ["acceptForSession", "acceptWithRule", "declineWithRule", "cancel"]],
    ["a form", form, ["acceptForSession", "acceptWithRule", "declineWithRule"]],
    ["a tool", tool, ["declineWithRule", "cancel"]],
    ["a plain command", commandApproval(1, "x"), ["acceptWithRule", "declineWithRule"]],
    [
      "typed input",
      commandApproval(1, "y", { kind: "writeStdin" }),
      ["acceptForSession", "acceptWithRule", "declineWithRule"],
    ],
    ["another host’s rule", network("b.example"), ["acceptWithRule", "declineWithRule"]],
    ["a command of the older form", legacyCommand, ["acceptWithRule", "declineWithRule"]],
  ])("of a choice that %s does not offer", (_, request, ids) => {
    expect(choiceIds.filter((id) => !offeredChoice(request, id))).toEqual(
      choiceIds.filter((id) => ids.includes(id)),
    );
    if (!/^item\/(commandExecution|fileChange)/.test(request.method)) return;
    // Not even when somebody brings a choice of his own making.
    const rule: SavedRule = { kind: "prefix", words: ["python3"], leastWords: 1, runsOutside: true };
    for (const id of ids.filter((one) => one.endsWith("WithRule")))
      expect(replyOf(request, { id, label: "", rule }, null)).toBeNull();
  });
});

function told(request: ApprovalRequest, id: ChoiceId, details: AnswerDetails | null): string {
  const choice = offeredChoice(request, id);
  return choice ? toldOf(askOf(request, undefined), choice, details) : "not offered";
}

describe("what is told of an answer", () => {
  it("is the rule as it was saved", () => {
    expect(told(withRule, "acceptWithRule", words(2))).toBe(
      'prefix_rule(pattern=["git", "log"], decision="allow")',
    );
    expect(told(network("a.example"), "declineWithRule", null)).toContain('decision="deny"');
    const choice = offeredChoice(withRule, "acceptWithRule");
    expect(choice && savedRuleOf(choice, words(3))).toMatchObject({ words: rule.slice(0, 3) });
  });

  it("is what was granted or answered, and never a secret", () => {
    expect(told(permissions, "accept", granting(1, 2))).toBe("write /two, network access");
    expect(told(questions, "accept", both)).toBe("Blue, soft · (kept secret)");
    expect(told(form, "accept", { kind: "form", values: ["7"] })).toBe("n");
  });

  it.each<[ApprovalRequest, ChoiceId]>([
    [withRule, "accept"],
    [withRule, "decline"],
    [permissions, "decline"],
    [questions, "decline"],
  ])("is nothing else", (request, id) => {
    expect(told(request, id, both)).toBe("");
  });
});

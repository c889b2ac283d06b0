// Server requests of every kind for the model of approvals, the ways to answer each, and, written a second time and
// apart from the shipped code, what the reply to each answer has to be.

import type { Approval } from "../../extension/shared/approvals/approval.ts";
import type { ApprovalRequest } from "../../extension/shared/approvals/ask.ts";
import type { ChoiceId } from "../../extension/shared/approvals/choices.ts";
import type { AnswerDetails } from "../../extension/shared/approvals/reply.ts";
import type { ServerRequest } from "../../extension/shared/protocol.ts";
import { commandApproval } from "../samples/events.ts";
import type { Random } from "../samples/random.ts";

export interface Origin {
  readonly id: number;
  readonly threadId: string;
  readonly turnId: string;
  /** The item that a file change or a terminal is about. */
  readonly itemId: string;
}

type Build = (origin: Origin) => ApprovalRequest;

const rule = ["git", "log", "--oneline"];
const paths = ["/work/one", "/work/two"];
const options = [
  { label: "Red", description: "" },
  { label: "Blue", description: "" },
];
const form = {
  type: "object",
  properties: { name: { type: "string" }, agreed: { type: "boolean" } },
  required: ["name"],
};

function commandBuild(changes: Parameters<typeof commandApproval>[2] = {}): Build {
  return ({ id, threadId, turnId, itemId }) =>
    commandApproval(id, `git log --oneline ${id}`, { threadId, turnId, itemId, ...changes });
}

function elicitation(params: object): Build {
  return ({ id, threadId, turnId }) =>
    ({
      method: "mcpServer/elicitation/request",
      id,
      params: { threadId, turnId, serverName: "tiny", _meta: null, message: "Please.", ...params },
    }) as ApprovalRequest;
}

const builds: { readonly [name: string]: Build } = {
  command: commandBuild(),
  commandWithRule: commandBuild({
    availableDecisions: [
      "accept",
      { acceptWithExecpolicyAmendment: { execpolicy_amendment: rule } },
      "cancel",
    ],
  }),
  commandWithPermissions: commandBuild({
    additionalPermissions: { network: { enabled: true }, fileSystem: null },
  }),
  stdin: commandBuild({ kind: "writeStdin", approvalId: "call" }),
  network: commandBuild({
    networkApprovalContext: { host: "a.example", protocol: "https" },
    availableDecisions: [
      "accept",
      { applyNetworkPolicyAmendment: { network_policy_amendment: { host: "a.example", action: "allow" } } },
    ],
  }),
  fileChange: ({ id, threadId, turnId, itemId }) => ({
    method: "item/fileChange/requestApproval",
    id,
    params: { threadId, turnId, itemId, startedAtMs: 1 },
  }),
  permissions: ({ id, threadId, turnId, itemId }) => ({
    method: "item/permissions/requestApproval",
    id,
    params: {
      threadId,
      turnId,
      itemId,
      environmentId: null,
      startedAtMs: 1,
      cwd: "/work",
      reason: null,
      permissions: {
        network: { enabled: true },
        fileSystem: {
          read: null,
          write: paths,
        },
      },
    },
  }),
  questions: ({ id, threadId, turnId, itemId }) => ({
    method: "item/tool/requestUserInput",
    id,
    params: {
      threadId,
      turnId,
      itemId,
      isBlocking: true,
      autoResolutionMs: null,
      questions: ["q1", "q2"].map((name) => ({
        id: name,
        header: "H",
        question: "Which?",
        isOther: true,
        isSecret: false,
        options,
      })),
    },
  }),
  form: elicitation({ mode: "form", requestedSchema: form }),
  unknownForm: elicitation({ mode: "openai/form", requestedSchema: { type: "what" } }),
  page: elicitation({ mode: "url", url: "https://a.example/", elicitationId: "e" }),
  evilPage: elicitation({ mode: "url", url: "command:run", elicitationId: "e" }),
  tool: elicitation({
    mode: "form",
    requestedSchema: { type: "object", properties: {} },
    _meta: { codex_approval_kind: "mcp_tool_call", tool_name: "write", persist: ["session", "always"] },
  }),
  legacyPatch: ({ id, threadId, itemId }) => ({
    method: "applyPatchApproval",
    id,
    params: {
      conversationId: threadId,
      callId: itemId,
      reason: null,
      grantRoot: null,
      fileChanges: {
        "/work/a": {
          type: "add",
          content: "x",
        },
      },
    },
  }),
  legacyCommand: ({ id, threadId, itemId }) => ({
    method: "execCommandApproval",
    id,
    params: {
      conversationId: threadId,
      callId: itemId,
      approvalId: null,
      reason: null,
      parsedCmd: [],
      command: ["ls"],
      cwd: "/work",
    },
  }),
};

export function anyApproval(random: Random, origin: Origin): ApprovalRequest {
  const build = random.pick(Object.values(builds));
  if (!build) throw new Error("There are no builders.");
  return build(origin);
}

/** A request that no person is asked. */
export function anyPlain(random: Random, { id, threadId, turnId }: Origin): ServerRequest {
  const requests = [
    {
      method: "item/tool/call",
      params: { threadId, turnId, callId: "c", namespace: null, tool: "t", arguments: {} },
    },
    { method: "currentTime/read", params: { threadId } },
    { method: "attestation/generate", params: {} },
    {
      method: "account/chatgptAuthTokens/refresh",
      params: { reason: "unauthorized", previousAccountId: null },
    },
  ];
  return { id, ...random.pick(requests) } as ServerRequest;
}

/** Details that fit the card and the choice, as a person would give them. */
export function fittingDetails(
  random: Random,
  { ask, choices }: Approval,
  id: ChoiceId,
): AnswerDetails | null {
  const offered = choices.find((choice) => choice.id === id);
  if (offered?.rule?.kind === "prefix") {
    const { words, leastWords } = offered.rule;
    return random.chance(50)
      ? null
      : { kind: "rule", words: leastWords + random.below(words.length - leastWords + 1) };
  }
  if (!id.startsWith("accept")) return null;
  switch (ask.kind) {
    case "permissions":
      return { kind: "grants", granted: [random.below(ask.grants.length), 0] };
    case "questions":
      return {
        kind: "answers",
        answers: ask.questions.map(() =>
          random.chance(50) ? { option: 1, text: "" } : { option: null, text: "green" },
        ),
      };
    case "mcpForm":
      return {
        kind: "form",
        values: ask.fields.map(({ name }) => (name === "name" ? "Ada" : random.chance(50))),
      };
    default:
      return null;
  }
}

/** Details that fit no card that needs them. */
export function wrongDetails(random: Random): AnswerDetails {
  const wrong: AnswerDetails[] = [
    { kind: "rule", words: random.pick([0, 1, 4, 1000]) ?? 0 },
    { kind: "grants", granted: [] },
    { kind: "grants", granted: [99] },
    { kind: "answers", answers: [{ option: 0, text: "" }] },
    { kind: "answers", answers: Array.from({ length: 2 }, () => ({ option: 7, text: "x" })) },
    { kind: "form", values: [""] },
    { kind: "form", values: [true, "Ada"] },
  ];
  return random.pick(wrong) ?? { kind: "rule", words: 0 };
}

/** What has to go out for an answer of a person, in the words of the protocol. */
export function expectedReply(
  request: ApprovalRequest,
  choice: ChoiceId,
  details: AnswerDetails | null,
): unknown {
  const isAllowed = choice.startsWith("accept");
  switch (request.method) {
    case "item/commandExecution/requestApproval": {
      const host = request.params.networkApprovalContext?.host;
      if (!choice.endsWith("WithRule")) return { decision: choice };
      const words = rule.slice(0, details?.kind === "rule" ? details.words : rule.length);
      return {
        decision:
          host === undefined
            ? { acceptWithExecpolicyAmendment: { execpolicy_amendment: words } }
            : {
                applyNetworkPolicyAmendment: {
                  network_policy_amendment: { host, action: isAllowed ? "allow" : "deny" },
                },
              },
      };
    }
    case "item/fileChange/requestApproval":
      return { decision: choice };
    case "item/permissions/requestApproval": {
      if (details?.kind !== "grants") return { permissions: {}, scope: "turn" };
      const write = paths.filter((_, place) => details.granted.includes(place));
      return {
        permissions: {
          ...(details.granted.includes(2) && { network: { enabled: true } }),
          ...(write.length > 0 && { fileSystem: { read: null, write } }),
        },
        scope: choice === "acceptForSession" ? "session" : "turn",
      };
    }
    case "item/tool/requestUserInput": {
      const answers = details?.kind === "answers" ? details.answers : [];
      const given = answers.map(({ option }, at) => [
        `q${at + 1}`,
        { answers: [option === null ? "green" : "Blue"] },
      ]);
      return { answers: Object.fromEntries(given) };
    }
    case "mcpServer/elicitation/request": {
      if (!isAllowed) return { action: choice, content: null, _meta: null };
      const [name, agreed] = details?.kind === "form" ? details.values : [];
      const persist = { acceptForSession: "session", acceptWithRule: "always" }[choice as string];
      return {
        action: "accept",
        content: details ? { name, agreed } : null,
        _meta: persist === undefined ? null : { persist },
      };
    }
    case "applyPatchApproval":
    case "execCommandApproval": {
      const denied = { denied: { rejection: "rejected by user" } };
      const decisions: { readonly [C in ChoiceId]?: unknown } = {
        accept: "approved",
        acceptForSession: "approved_for_session",
        decline: denied,
        cancel: "abort",
      };
      return { decision: decisions[choice] };
    }
  }
}

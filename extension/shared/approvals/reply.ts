// From a person's choice to the reply on the wire. Built from the stored request alone: of the page's answer come
// only the choice, counts and places, and what the person typed. No reply is made of an answer that does not fit.

import type {
  ApplyPatchApprovalResponse,
  CommandDecision,
  ExecCommandApprovalResponse,
  FileChangeDecision,
  v2,
} from "../protocol.ts";
import type { ApprovalRequest, Ask, Question } from "./ask.ts";
import { isAllowing, proposedAmendment, proposedWords, type Choice, type ChoiceId } from "./choices.ts";
import { contentOf, formOf, type FieldValue } from "./form.ts";
import { grantedOf, grantsOf, wordsOfGrant } from "./grants.ts";
import { lineOfRule, type SavedRule } from "./rule.ts";
import { isToolApproval } from "./toolApproval.ts";

/** What a person added to the choice. Places count from 0 in what the card showed. */
export type AnswerDetails =
  /** How many words of the proposed rule stay. */
  | { readonly kind: "rule"; readonly words: number }
  /** The permissions that are granted. */
  | { readonly kind: "grants"; readonly granted: readonly number[] }
  /** For each question the place of the picked option, or null, and free text. */
  | {
      readonly kind: "answers";
      readonly answers: readonly { readonly option: number | null; readonly text: string }[];
    }
  /** The values of a form, in the order of its fields. */
  | { readonly kind: "form"; readonly values: readonly FieldValue[] };

export type ApprovalReply =
  | { decision: CommandDecision }
  | { decision: FileChangeDecision }
  | v2.PermissionsRequestApprovalResponse
  | v2.ToolRequestUserInputResponse
  | v2.McpServerElicitationRequestResponse
  | ApplyPatchApprovalResponse
  | ExecCommandApprovalResponse;

/** The reply for an offered choice; null when the details do not fit what was asked. */
export function replyOf(
  request: ApprovalRequest,
  choice: Choice,
  details: AnswerDetails | null,
): ApprovalReply | null {
  switch (request.method) {
    case "item/commandExecution/requestApproval":
      return commandReply(request.params, choice, details);
    case "item/fileChange/requestApproval":
      return choice.rule === null ? { decision: choice.id as FileChangeDecision } : null;
    case "item/permissions/requestApproval":
      return permissionsReply(request.params, choice.id, details);
    case "item/tool/requestUserInput":
      return answersReply(request.params, choice.id, details);
    case "mcpServer/elicitation/request":
      return elicitationReply(request.params, choice.id, details);
    case "applyPatchApproval":
    case "execCommandApproval":
      return legacyReply(choice.id);
  }
}

/** The rule that the reply saves, as it will be; null when it saves none. */
export function savedRuleOf(choice: Choice, details: AnswerDetails | null): SavedRule | null {
  const { rule } = choice;
  if (rule?.kind !== "prefix") return rule;
  const count = details?.kind === "rule" ? details.words : rule.words.length;
  return { ...rule, words: rule.words.slice(0, count) };
}

/**
 * What the choice came with, in words for the transcript and the record: the rule that is saved, what is granted,
 * what was answered. "" for nothing. What a person typed into a secret field is never in it.
 */
export function toldOf(ask: Ask, choice: Choice, details: AnswerDetails | null): string {
  if (!isAllowing(choice.id) && choice.rule === null) return "";
  const rule = savedRuleOf(choice, details);
  if (rule) return lineOfRule(rule);
  if (ask.kind === "permissions" && details?.kind === "grants")
    return details.granted
      .flatMap((place) => ask.grants[place] ?? [])
      .map(wordsOfGrant)
      .join(", ");
  if (ask.kind === "questions" && details?.kind === "answers")
    return ask.questions.map((question, index) => answerWords(question, details.answers[index])).join(" · ");
  // A form is its server's business: it may hold anything.
  if (ask.kind === "mcpForm") return ask.fields.map((field) => field.label).join(", ");
  return "";
}

function answerWords(
  { isSecret, options }: Question,
  given: { option: number | null; text: string } | undefined,
): string {
  if (!given) return "";
  if (isSecret) return "(kept secret)";
  const picked = given.option === null ? "" : (options[given.option]?.label ?? "");
  return [picked, given.text.trim()].filter((word) => word !== "").join(", ");
}

function commandReply(
  params: v2.CommandExecutionRequestApprovalParams,
  { id, rule }: Choice,
  details: AnswerDetails | null,
): ApprovalReply | null {
  switch (id) {
    case "accept":
    case "acceptForSession":
    case "decline":
    case "cancel":
      return { decision: id };
    case "declineWithRule":
    case "acceptWithRule":
      break;
  }
  if (rule?.kind === "host") return networkReply(params, rule.allows);
  const words = proposedWords(params);
  if (rule?.kind !== "prefix" || !words) return null;
  const count = details?.kind === "rule" ? details.words : words.length;
  if (!Number.isInteger(count) || count < rule.leastWords || count > words.length) return null;
  return { decision: { acceptWithExecpolicyAmendment: { execpolicy_amendment: words.slice(0, count) } } };
}

/** The denial is the proposal with the other action: honoured though not listed. */
function networkReply(
  params: v2.CommandExecutionRequestApprovalParams,
  allows: boolean,
): ApprovalReply | null {
  const proposed = proposedAmendment(params, "allow");
  if (!proposed) return null;
  const amendment = { ...proposed, action: allows ? ("allow" as const) : ("deny" as const) };
  return { decision: { applyNetworkPolicyAmendment: { network_policy_amendment: amendment } } };
}

function permissionsReply(
  params: v2.PermissionsRequestApprovalParams,
  choice: ChoiceId,
  details: AnswerDetails | null,
): v2.PermissionsRequestApprovalResponse | null {
  if (!isAllowing(choice)) return { permissions: {}, scope: "turn" };
  if (details?.kind !== "grants" || details.granted.length === 0) return null;
  const count = grantsOf(params.permissions).length;
  if (!details.granted.every((place) => Number.isInteger(place) && place >= 0 && place < count)) return null;
  const permissions = grantedOf(params.permissions, details.granted);
  return { permissions, scope: choice === "acceptForSession" ? "session" : "turn" };
}

function answersReply(
  { questions }: v2.ToolRequestUserInputParams,
  choice: ChoiceId,
  details: AnswerDetails | null,
): v2.ToolRequestUserInputResponse | null {
  if (!isAllowing(choice)) return { answers: {} };
  if (details?.kind !== "answers" || details.answers.length !== questions.length) return null;
  const answers: [string, v2.ToolRequestUserInputAnswer][] = [];
  for (const [index, { id, options }] of questions.entries()) {
    const given = details.answers[index];
    const picked = given?.option === null ? null : options?.[given?.option ?? -1]?.label;
    if (!given || picked === undefined) return null;
    const words = [picked ?? "", given.text.trim().toWellFormed()].filter((word) => word !== "");
    if (words.length === 0) return null;
    answers.push([id, { answers: words }]);
  }
  return { answers: Object.fromEntries(answers) };
}

function elicitationReply(
  params: v2.McpServerElicitationRequestParams,
  choice: ChoiceId,
  details: AnswerDetails | null,
): v2.McpServerElicitationRequestResponse | null {
  if (!isAllowing(choice)) {
    return { action: choice === "cancel" ? "cancel" : "decline", content: null, _meta: null };
  }
  if (params.mode === "url") return { action: "accept", content: null, _meta: null };
  if (params.mode === "openai/userVerification") return null;
  if (isToolApproval(params)) {
    return { action: "accept", content: null, _meta: persistMeta[choice] ?? null };
  }
  const fields = formOf(params.requestedSchema);
  const values = details?.kind === "form" ? details.values : [];
  const content = fields && contentOf(fields, values);
  return content && { action: "accept", content: content as never, _meta: null };
}

const persistMeta: { [C in ChoiceId]?: { persist: string } } = {
  acceptForSession: { persist: "session" },
  acceptWithRule: { persist: "always" },
};

function legacyReply(choice: ChoiceId): ApprovalReply | null {
  switch (choice) {
    case "accept":
      return { decision: "approved" };
    case "acceptForSession":
      return { decision: "approved_for_session" };
    case "decline":
      return { decision: { denied: { rejection: "rejected by user" } } };
    case "cancel":
      return { decision: "abort" };
    case "acceptWithRule":
    case "declineWithRule":
      return null;
  }
}

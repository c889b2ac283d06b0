// Which choices a card offers, in the order shown. The host keeps the list and accepts no other. Offered are the
// decisions that the server lists and, by their true meaning, those that it honours without listing them.
// Source: facts of the pinned binary on approvals.

import type { CommandDecision, ServerRequestOf, v2 } from "../protocol.ts";
import { hostToOpen, type ApprovalRequest } from "./ask.ts";
import { formOf } from "./form.ts";
import { prefixRule, type SavedRule } from "./rule.ts";
import { isToolApproval, persistsOf, toolNameOf } from "./toolApproval.ts";

export type CommandApprovalRequest = ServerRequestOf<"item/commandExecution/requestApproval">;

/** `decline`: the turn goes on. `cancel`: the turn ends (for a tool server's form: it is closed unanswered). */
export type ChoiceId =
  | "accept"
  | "acceptForSession"
  | "acceptWithRule"
  | "decline"
  | "declineWithRule"
  | "cancel";

export const choiceIds = [
  "accept",
  "acceptForSession",
  "acceptWithRule",
  "decline",
  "declineWithRule",
  "cancel",
] as const satisfies readonly ChoiceId[];

/** A button that we offer. The label holds no outside text. */
export interface Choice {
  readonly id: ChoiceId;
  readonly label: string;
  /** What would be saved; null for choices that save nothing. */
  readonly rule: SavedRule | null;
}

export function isAllowing(choice: ChoiceId): boolean {
  return choice === "accept" || choice === "acceptForSession" || choice === "acceptWithRule";
}

/** What the host knows of the thread that asks. */
export interface ChoiceContext {
  /** Commands that a saved rule allows run outside the sandbox there. */
  readonly rulesRunOutside: boolean;
}

export function choicesOf(request: ApprovalRequest, context: ChoiceContext): Choice[] {
  switch (request.method) {
    case "item/commandExecution/requestApproval":
      return commandChoices(request.params, context);
    case "item/fileChange/requestApproval":
    case "applyPatchApproval":
      return [
        plain("accept", "Allow"),
        plain("acceptForSession", "Allow, and don’t ask again for these files until the server ends"),
        ...denials,
      ];
    case "execCommandApproval":
      return [
        plain("accept", "Allow"),
        plain("acceptForSession", "Allow, and don’t ask again for this exact command until the server ends"),
        ...denials,
      ];
    case "item/permissions/requestApproval":
      return [
        plain("accept", "Allow what is ticked, for this turn"),
        plain("acceptForSession", "Allow what is ticked, until the server ends"),
        plain("decline", "Deny, and let Codex continue"),
      ];
    case "item/tool/requestUserInput":
      return [plain("accept", "Send the answers"), plain("decline", "Don’t answer, and let Codex continue")];
    case "mcpServer/elicitation/request":
      return elicitationChoices(request.params);
  }
}

function plain(id: ChoiceId, label: string): Choice {
  return { id, label, rule: null };
}

const denials = [
  plain("decline", "Deny, and let Codex continue"),
  plain("cancel", "Deny, and stop the turn"),
] as const;

function commandChoices(
  params: CommandApprovalRequest["params"],
  { rulesRunOutside }: ChoiceContext,
): Choice[] {
  if (params.networkApprovalContext) return networkChoices(params, params.networkApprovalContext);
  const choices = [plain("accept", "Allow")];
  if (params.kind === "command" && !params.additionalPermissions) {
    choices.push(
      plain("acceptForSession", "Allow, and don’t ask again for this exact command until the server ends"),
    );
    const words = proposedWords(params);
    const rule = words && prefixRule(words, rulesRunOutside);
    if (rule)
      choices.push({
        id: "acceptWithRule",
        label: "Allow, and don’t ask again for commands that begin with",
        rule,
      });
  }
  return [...choices, ...denials];
}

function networkChoices(
  params: CommandApprovalRequest["params"],
  asked: v2.NetworkApprovalContext,
): Choice[] {
  const rule = (allows: boolean): SavedRule => ({ kind: "host", ...asked, allows });
  const choices = [
    plain("accept", "Allow"),
    plain("acceptForSession", "Allow, and don’t ask again for this host until the server ends"),
  ];
  if (proposedAmendment(params, "allow"))
    choices.push({
      id: "acceptWithRule",
      label: "Allow, and save a rule that always allows",
      rule: rule(true),
    });
  choices.push(plain("decline", "Deny, and let Codex continue"));
  if (proposedAmendment(params, "allow"))
    choices.push({
      id: "declineWithRule",
      label: "Deny, and save a rule that always denies",
      rule: rule(false),
    });
  return [...choices, plain("cancel", "Deny, and stop the turn")];
}

function elicitationChoices(params: v2.McpServerElicitationRequestParams): Choice[] {
  const refusals = [plain("decline", "Decline"), plain("cancel", "Close it without an answer")];
  switch (params.mode) {
    case "url":
      if (hostToOpen(params.url) === null) return refusals;
      return [plain("accept", "Open it in the browser"), ...refusals];
    case "form":
      if (isToolApproval(params)) return toolChoices(params);
      return formChoices(params.requestedSchema, refusals);
    case "openai/form":
    case "openaiForm":
      return formChoices(params.requestedSchema, refusals);
    case "openai/userVerification":
      return refusals;
  }
}

function formChoices(schema: unknown, refusals: readonly Choice[]): Choice[] {
  const fields = formOf(schema);
  if (!fields) return [...refusals];
  return [plain("accept", fields.length === 0 ? "Agree" : "Send what is filled in"), ...refusals];
}

function toolChoices(params: v2.McpServerElicitationRequestParams): Choice[] {
  const tool = toolNameOf(params);
  const persists = persistsOf(params);
  const choices = [plain("accept", "Allow")];
  if (persists.session)
    choices.push(plain("acceptForSession", "Allow, and don’t ask again for this tool until the server ends"));
  if (persists.always && tool !== "") {
    const rule: SavedRule = { kind: "mcpTool", server: params.serverName, tool };
    choices.push({ id: "acceptWithRule", label: "Allow, and never ask again for", rule });
  }
  return [...choices, plain("decline", "Deny, and let Codex continue")];
}

/** The words of the rule that the server proposed and listed; undefined when it listed none. */
export function proposedWords(params: CommandApprovalRequest["params"]): string[] | undefined {
  for (const decision of params.availableDecisions ?? []) {
    if (isObjectDecision(decision) && "acceptWithExecpolicyAmendment" in decision)
      return decision.acceptWithExecpolicyAmendment.execpolicy_amendment;
  }
  return undefined;
}

/** The network amendment that the server proposed and listed. */
export function proposedAmendment(
  params: CommandApprovalRequest["params"],
  action: v2.NetworkPolicyRuleAction,
): v2.NetworkPolicyAmendment | undefined {
  for (const decision of params.availableDecisions ?? []) {
    if (!isObjectDecision(decision) || !("applyNetworkPolicyAmendment" in decision)) continue;
    const { network_policy_amendment: amendment } = decision.applyNetworkPolicyAmendment;
    if (amendment.action === action && amendment.host === params.networkApprovalContext?.host)
      return amendment;
  }
  return undefined;
}

function isObjectDecision(decision: CommandDecision): decision is Exclude<CommandDecision, string> {
  return typeof decision === "object";
}

// Builders of protocol messages for tests: as short as a test wants them, complete as the types demand.

import type { Approval } from "../../extension/shared/approvals/approval.ts";
import { askOf, type ApprovalRequest, type StoredItem } from "../../extension/shared/approvals/ask.ts";
import { choicesOf } from "../../extension/shared/approvals/choices.ts";
import type { ThreadEvent } from "../../extension/shared/events.ts";
import type { ItemOf, ThreadItem, Turn, TurnStatus, v2 } from "../../extension/shared/protocol.ts";

export const threadId = "thread-1";
export const turnId = "turn-1";

export function agentMessage(id: string, text = ""): ItemOf<"agentMessage"> {
  return {
    type: "agentMessage",
    id,
    text,
    moderation: null,
    phase: null,
    memoryCitation: null,
    delivery: null,
    questions: null,
  };
}

export function userMessage(id: string, text: string, clientId: string | null = null): ItemOf<"userMessage"> {
  return { type: "userMessage", id, clientId, content: [{ type: "text", text, text_elements: [] }] };
}

export function command(
  id: string,
  line: string,
  changes: Partial<ItemOf<"commandExecution">> = {},
): ItemOf<"commandExecution"> {
  return {
    type: "commandExecution",
    id,
    command: line,
    cwd: "/work/shop",
    pluginId: null,
    scriptPath: null,
    processId: null,
    source: "agent",
    status: "inProgress",
    commandActions: [],
    aggregatedOutput: null,
    exitCode: null,
    durationMs: null,
    ...changes,
  };
}

export function reasoning(id: string): ItemOf<"reasoning"> {
  return { type: "reasoning", id, summary: [], content: [] };
}

export function fileChange(
  id: string,
  changes: v2.FileUpdateChange[],
  status: v2.PatchApplyStatus = "inProgress",
): ItemOf<"fileChange"> {
  return { type: "fileChange", id, changes, status };
}

export function turn(id: string, status: TurnStatus, changes: Partial<Turn> = {}): Turn {
  return {
    id,
    rootTurnId: null,
    items: [],
    itemsView: "full",
    status,
    error: null,
    startedAt: 1_700_000_000,
    completedAt: null,
    durationMs: null,
    ...changes,
  };
}

export const turnStarted = (id = turnId): ThreadEvent => ({
  method: "turn/started",
  params: { threadId, turn: turn(id, "inProgress") },
});

export const turnCompleted = (status: TurnStatus = "completed", id = turnId): ThreadEvent => ({
  method: "turn/completed",
  params: { threadId, turn: turn(id, status, { durationMs: 1000 }) },
});

export const started = (item: ThreadItem, inTurn = turnId): ThreadEvent => ({
  method: "item/started",
  params: { threadId, turnId: inTurn, item, startedAtMs: 1 },
});

export const completed = (item: ThreadItem, inTurn = turnId): ThreadEvent => ({
  method: "item/completed",
  params: { threadId, turnId: inTurn, item, completedAtMs: 2 },
});

export const messageDelta = (itemId: string, delta: string): ThreadEvent => ({
  method: "item/agentMessage/delta",
  params: { threadId, turnId, itemId, delta },
});

export const outputDelta = (itemId: string, delta: string): ThreadEvent => ({
  method: "item/commandExecution/outputDelta",
  params: { threadId, turnId, itemId, delta },
});

export function commandApproval(
  id: number,
  line: string,
  changes: Partial<v2.CommandExecutionRequestApprovalParams> = {},
): ApprovalRequest {
  return {
    method: "item/commandExecution/requestApproval",
    id,
    params: {
      kind: "command",
      threadId,
      turnId,
      itemId: `item-${id}`,
      startedAtMs: 1,
      environmentId: null,
      command: line,
      cwd: "/work/shop",
      reason: "it writes outside",
      availableDecisions: ["accept", "cancel"],
      ...changes,
    },
  };
}

export function fileChangeApproval(id: number, itemId: string): ApprovalRequest {
  return {
    method: "item/fileChange/requestApproval",
    id,
    params: { threadId, turnId, itemId, startedAtMs: 1 },
  };
}

/** A request of any kind, with exactly these parameters. */
export function approvalRequest<M extends ApprovalRequest["method"]>(
  method: M,
  params: Extract<ApprovalRequest, { method: M }>["params"],
): ApprovalRequest {
  return { method, id: 1, params } as ApprovalRequest;
}

type ElicitationParams = Extract<ApprovalRequest, { method: "mcpServer/elicitation/request" }>["params"];
type WithoutOrigin<P> = P extends unknown ? Omit<P, "threadId" | "turnId" | "serverName" | "_meta"> : never;

/** What the MCP server `tiny` asks. */
export function elicitation(
  id: number,
  params: WithoutOrigin<ElicitationParams> & { readonly _meta?: unknown },
): ApprovalRequest {
  return {
    method: "mcpServer/elicitation/request",
    id,
    params: { threadId, turnId, serverName: "tiny", _meta: null, ...params } as ElicitationParams,
  };
}

/** The card that the host makes of a request. */
export function approvalOf(
  request: ApprovalRequest,
  { key = `1.${String(request.id)}`, item }: { readonly key?: string; readonly item?: StoredItem } = {},
): Approval {
  const { params } = request;
  return {
    key,
    requestId: request.id,
    threadId: "threadId" in params ? params.threadId : params.conversationId,
    turnId: "turnId" in params ? (params.turnId ?? "") : "",
    itemId: "itemId" in params ? params.itemId : null,
    agent: null,
    problem: null,
    openedAtMs: 5,
    ask: askOf(request, item),
    choices: choicesOf(request, { rulesRunOutside: true }),
  };
}

// Builders of what hooks and automatic reviewers tell, for tests.

import type { ThreadEvent } from "../../extension/shared/events.ts";
import type { v2 } from "../../extension/shared/protocol.ts";
import { threadId, turnId } from "./events.ts";

/** A run of one pre-tool-use hook; `running` is told as its start. */
export function hookTold(
  status: v2.HookRunStatus,
  change: Partial<v2.HookRunSummary> = {},
  inTurn: string | null = turnId,
): ThreadEvent {
  const run = {
    id: "pre-tool-use:0",
    eventName: "preToolUse",
    handlerType: "command",
    executionMode: "sync",
    scope: "turn",
    sourcePath: "/home/me/.codex/hooks.json",
    source: "user",
    displayOrder: 0,
    status,
    statusMessage: null,
    startedAt: 1_700_000_000,
    completedAt: status === "running" ? null : 1_700_000_001,
    durationMs: status === "running" ? null : 12,
    entries: [],
    ...change,
    // Numbers on the wire, bigint in the declaration.
  } as unknown as v2.HookRunSummary;
  const method = status === "running" ? "hook/started" : "hook/completed";
  return { method, params: { threadId, turnId: inTurn, run } };
}

/** A review of the command "c"; `inProgress` is told as its start. */
export function reviewTold(
  status: v2.GuardianApprovalReviewStatus,
  verdict: Partial<v2.GuardianApprovalReview> = {},
): ThreadEvent {
  const params = {
    threadId,
    turnId,
    startedAtMs: 1,
    reviewId: "review-1",
    targetItemId: "c",
    review: { status, riskLevel: null, userAuthorization: null, rationale: null, ...verdict },
    action: { type: "command", source: "unifiedExec", command: "ls", cwd: "/work/shop" },
  } as const;
  if (status === "inProgress") return { method: "item/autoApprovalReview/started", params };
  return {
    method: "item/autoApprovalReview/completed",
    params: { ...params, completedAtMs: 2, decisionSource: "agent" },
  };
}

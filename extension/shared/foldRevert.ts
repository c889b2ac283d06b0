// The thread went back: a turn and all after it are gone from its history and from the model's view, files are not
// touched (facts §8). Part of the thread reducer; pure.
// Always: what the server still tells of a turn that is gone makes no new turn of it.

import type { ThreadEvent } from "./events.ts";
import type { ThreadDraft } from "./threadDraft.ts";

/** Late words come within seconds of a revert; older ids are let go. */
const mostRemembered = 200;

export function reverted(draft: ThreadDraft, beforeTurnId: string): void {
  const { turns, approvals, revertedTurnIds } = draft.current;
  const at = turns.findIndex(({ turnId }) => turnId === beforeTurnId);
  if (at < 0) return;
  const goneIds = turns.slice(at).map(({ turnId }) => turnId);
  draft.dropTurnsFrom(at);
  draft.set("revertedTurnIds", [...revertedTurnIds, ...goneIds].slice(-mostRemembered));
  draft.set(
    "approvals",
    approvals.filter(({ turnId }) => !goneIds.includes(turnId)),
  );
  // It counted what the model does not see any more.
  draft.set("tokenUsage", null);
}

/** Whether the event is about a turn that is gone. */
export function isOfRevertedTurn({ current }: ThreadDraft, event: ThreadEvent): boolean {
  if (current.revertedTurnIds.length === 0) return false;
  const turnId = turnOf(event);
  return turnId !== undefined && current.revertedTurnIds.includes(turnId);
}

function turnOf({ params }: ThreadEvent): string | undefined {
  if ("turnId" in params) return params.turnId ?? undefined;
  if ("turn" in params) return params.turn.id;
  return "approval" in params ? params.approval.turnId : undefined;
}

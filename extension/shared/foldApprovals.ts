// How approvals leave a thread: answered by the person, or void because the server settled them or died. Each
// leaves a line where it stood. Part of the thread reducer; pure.

import type { Approval } from "./approvals/approval.ts";
import { isDecidable } from "./approvals/ask.ts";
import { isSubjectCode, questionOf, subjectOf } from "./approvals/words.ts";
import type { ThreadEvent } from "./events.ts";
import { cutOffGuards } from "./foldGuards.ts";
import { cutOffOpenItems } from "./foldTurns.ts";
import type { ThreadDraft } from "./threadDraft.ts";
import type { Entry, VoidReason } from "./threadState.ts";

export function approvalAnswered(
  draft: ThreadDraft,
  { key, choice, told, atMs }: Extract<ThreadEvent, { method: "lectern/approvalAnswered" }>["params"],
): void {
  const approval = draft.current.approvals.find((open) => open.key === key);
  if (!approval) return;
  removeApproval(draft, approval);
  const asked = questionOf(approval.ask);
  draft.note(approval.turnId, atMs, {
    type: "decision",
    asked,
    subject: subjectOf(approval.ask, draft.current.cwd),
    choice,
    told,
    about: approval.ask.kind,
    agent: approval.agent,
  });
}

export function voidApproval(
  draft: ThreadDraft,
  approval: Approval,
  atMs: number,
  because: VoidReason,
): void {
  removeApproval(draft, approval);
  cutOffUnrun(draft, approval);
  noteVoid(draft, approval, atMs, because);
}

export function answerLost(draft: ThreadDraft, approval: Approval, atMs: number): void {
  noteVoid(draft, approval, atMs, "answerLost");
}

function noteVoid(draft: ThreadDraft, approval: Approval, atMs: number, because: VoidReason): void {
  const subject = isDecidable(approval.ask) ? subjectOf(approval.ask, draft.current.cwd) : "";
  draft.note(approval.turnId, atMs, {
    type: "approvalVoid",
    asked: questionOf(approval.ask),
    subject,
    isCode: isSubjectCode(approval.ask),
    because,
    agent: approval.agent,
  });
}

/** Stopped while it waited: that command was never run, and the server never tells that it is over (facts §4). */
function cutOffUnrun(draft: ThreadDraft, { ask, itemId, turnId }: Approval): void {
  if (ask.kind !== "command" || !draft.hasTurn(turnId)) return;
  const turn = draft.turn(turnId);
  if (turn.status !== "inProgress") cutOffOpenItems(draft, turn, (item) => item.id === itemId);
}

/** The command stands in the newest turn that has such an item: proofs come moments after it completed. */
export function ranUnasked(
  draft: ThreadDraft,
  { itemId, rule }: Extract<ThreadEvent, { method: "lectern/ranUnasked" }>["params"],
): void {
  const isIt = (entry: Entry): boolean => entry.kind === "item" && entry.item.id === itemId;
  const turnId = draft.current.turns.findLast(({ entries }) => entries.some(isIt))?.turnId;
  const item = turnId === undefined ? undefined : draft.item(draft.turn(turnId), itemId);
  if (item) item.unasked = rule;
}

function removeApproval(draft: ThreadDraft, approval: Approval): void {
  draft.set(
    "approvals",
    draft.current.approvals.filter((open) => open !== approval),
  );
}

export function serverGone(draft: ThreadDraft, atMs: number): void {
  for (const approval of draft.current.approvals) voidApproval(draft, approval, atMs, "serverGone");
  for (const { turnId, status, entries } of draft.current.turns) {
    const isOpen = entries.some((entry) =>
      entry.kind === "item"
        ? entry.phase === "running"
        : "phase" in entry.note && entry.note.phase === "running",
    );
    if (status !== "inProgress" && !isOpen) continue;
    const turn = draft.turn(turnId);
    cutOffOpenItems(draft, turn, () => true);
    cutOffGuards(turn);
    turn.retrying = null;
    if (status !== "inProgress") continue;
    turn.status = "interrupted";
    turn.completedAtMs = atMs;
    draft.note(turnId, atMs, { type: "serverGone" });
  }
  draft.set(
    "outgoing",
    draft.current.outgoing.flatMap((message) =>
      message.acknowledged ? [{ ...message, notProcessed: message.notProcessed ?? "serverGone" }] : [],
    ),
  );
  draft.set("queued", 0);
  if (draft.current.commands.length > 0) draft.set("commands", []);
  draft.set("switchingTo", null);
  draft.set("status", { type: "notLoaded" });
}

// What hooks and automatic reviewers tell: each run and each review is one note that lives where it began, from
// its start to its end. Part of the thread reducer; pure.

import type { NotificationOf } from "./protocol.ts";
import type { ThreadDraft, TurnDraft } from "./threadDraft.ts";
import type { Note, ReviewNote } from "./threadState.ts";

export function hookTold(
  draft: ThreadDraft,
  { method, params }: NotificationOf<"hook/started"> | NotificationOf<"hook/completed">,
  atMs: number,
): void {
  const { run, turnId } = params;
  // The id names the hook and its occasion, not the run: a stop hook runs twice in one turn under one id.
  const isSameRun = (note: Note): boolean =>
    note.type === "hook" && note.runId === run.id && note.phase !== "completed";
  draft.renewNote(turnId, atMs, isSameRun, {
    type: "hook",
    runId: run.id,
    event: run.eventName,
    status: run.status,
    phase: method === "hook/started" ? "running" : "completed",
    statusMessage: run.statusMessage,
    entries: run.entries,
    sourcePath: run.sourcePath,
    // Declared as bigint, sent as a number.
    durationMs: run.durationMs === null ? null : Number(run.durationMs),
  });
}

type ReviewTold =
  | NotificationOf<"item/autoApprovalReview/started">
  | NotificationOf<"item/autoApprovalReview/completed">;

export function reviewTold(draft: ThreadDraft, { method, params }: ReviewTold): void {
  const { turnId, reviewId, targetItemId, review, action, startedAtMs } = params;
  const isSame = (note: Note): boolean => note.type === "review" && note.reviewId === reviewId;
  draft.renewNote(turnId, startedAtMs, isSame, {
    type: "review",
    reviewId,
    targetItemId,
    action,
    ...review,
    phase: method === "item/autoApprovalReview/started" ? "running" : "completed",
  });
}

/**
 * The reviewer's words come a moment before its verdict and say the same in one line: they are told by the review
 * that runs, and stand for themselves only when none does.
 */
export function guardianWarned(
  draft: ThreadDraft,
  { params: { message } }: NotificationOf<"guardianWarning">,
  atMs: number,
): void {
  const turn = draft.current.turns.findLast(({ entries }) =>
    entries.some((entry) => entry.kind === "note" && isOpenReview(entry.note)),
  );
  if (turn === undefined) return draft.note(null, atMs, { type: "warning", text: message });
  const open = turn.entries.findLast((entry) => entry.kind === "note" && isOpenReview(entry.note));
  if (open?.kind !== "note" || open.note.type !== "review") return;
  const { note } = open;
  draft.renewNote(turn.turnId, open.atMs, (other) => other === note, { ...note, rationale: message });
}

function isOpenReview(note: Note): note is ReviewNote {
  return note.type === "review" && note.phase === "running";
}

/** Nothing more is heard of a turn: what of it still runs was cut off. */
export function cutOffGuards(turn: TurnDraft): void {
  turn.entries.forEach((entry, index) => {
    if (entry.kind !== "note" || !("phase" in entry.note) || entry.note.phase !== "running") return;
    turn.entries[index] = { ...entry, note: { ...entry.note, phase: "cutOff" } };
  });
}

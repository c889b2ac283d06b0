// What is told of whole turns, live and from history: status, times, error, and what its end means for the items
// that are still open. Part of the thread reducer; pure.

import { cutOffGuards } from "./foldGuards.ts";
import { changeOutgoing } from "./foldOutgoing.ts";
import type { NotificationOf, ThreadItem, Turn } from "./protocol.ts";
import { newEntry, ThreadDraft, type TurnDraft } from "./threadDraft.ts";
import { emptyThread, type TurnState } from "./threadState.ts";

/** Takes over what a turn says of itself: times, status, error. Its items come by their own notifications. */
export function turnTold(draft: ThreadDraft, told: Turn): TurnDraft {
  const turn = draft.turn(told.id);
  turn.status = told.status;
  turn.rootTurnId = told.rootTurnId === told.id ? null : told.rootTurnId;
  turn.error = told.error;
  if (told.startedAt !== null) turn.startedAtMs = told.startedAt * 1000;
  if (told.durationMs !== null && turn.startedAtMs !== null)
    turn.completedAtMs = turn.startedAtMs + told.durationMs;
  else if (told.completedAt !== null) turn.completedAtMs = told.completedAt * 1000;
  return turn;
}

export function turnCompleted(draft: ThreadDraft, event: NotificationOf<"turn/completed">): void {
  const turn = turnTold(draft, event.params.turn);
  turn.retrying = null;
  cutOffOpenItems(draft, turn, (item) => item.type !== "commandExecution");
  cutOffGuards(turn);
  changeOutgoing(draft, (message) =>
    message.turnId === turn.turnId ? { notProcessed: "turnEnded" } : undefined,
  );
  for (const { turnId, rootTurnId, status } of draft.current.turns) {
    // The second turn of a review is never told to be over.
    if (rootTurnId === turn.turnId && status === "inProgress") draft.turn(turnId).status = "completed";
  }
}

/** Commands are left open at the end of a turn: they go on after Stop and still complete (facts §3). */
export function cutOffOpenItems(
  draft: ThreadDraft,
  turn: TurnDraft,
  which: (item: ThreadItem) => boolean,
): void {
  turn.entries.forEach((entry, index) => {
    if (entry.kind !== "item" || entry.phase !== "running" || !which(entry.item)) return;
    draft.own(turn, index, entry).phase = "cutOff";
  });
}

/**
 * The turns of a page of history as they were heard: of a review, whose prompt history keeps in the second turn and
 * before the first (facts §8), the prompt stands in the first, behind the beginning of the review.
 */
export function turnsFromHistory(page: readonly Turn[]): TurnState[] {
  const turns = page.map((told) => turnFromHistory(told));
  for (const second of turns.filter(({ rootTurnId }) => rootTurnId !== null)) {
    const root = turns.find(({ turnId }) => turnId === second.rootTurnId);
    if (!root) continue;
    const begins = root.entries.findIndex(
      (entry) => entry.kind === "item" && entry.item.type === "enteredReviewMode",
    );
    const entries = root.entries.toSpliced(begins + 1, 0, ...second.entries);
    turns.splice(turns.indexOf(second), 1);
    turns.splice(turns.indexOf(root), 1, { ...root, entries }, { ...second, entries: [] });
  }
  return turns;
}

/** A turn as `thread/turns/list` gives it, made of the same pieces as a live one. */
function turnFromHistory(told: Turn): TurnState {
  const draft = new ThreadDraft(emptyThread(told.id, ""));
  const turn = turnTold(draft, told);
  // History keeps the second turn of a review as interrupted, though nobody interrupted it.
  if (turn.rootTurnId !== null && turn.status === "interrupted") turn.status = "completed";
  for (const item of told.items) {
    const open = "status" in item && item.status === "inProgress";
    const entry = newEntry(item, open ? (told.status === "inProgress" ? "running" : "cutOff") : "completed");
    entry.startedAtMs = item.startedAtMs ?? null;
    entry.completedAtMs = item.completedAtMs ?? null;
    draft.put(turn, entry);
  }
  return turn;
}

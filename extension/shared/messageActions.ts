// What can be done with a message that the person sent, and why not, in plain words. Host and page ask the same: the
// page to offer it, the host because it takes no word of the page for it. Pure.
// Always: a turn is the smallest thing that the server can cut at.

import type { ItemOf } from "./protocol.ts";
import type { ThreadState, TurnState } from "./threadState.ts";

/** The place of a message among the turns. */
export interface MessagePlace {
  readonly item: ItemOf<"userMessage">;
  readonly turn: TurnState;
  /** It began its turn; others steered it. */
  readonly beginsTurn: boolean;
}

/** Why something cannot be done; null when it can. */
export interface MessageActions {
  readonly place: MessagePlace;
  /** Why the thread cannot go back to before this message. */
  readonly noRevert: string | null;
  readonly noFork: string | null;
  /** Where a fork ends: with this turn, or before it while it runs. */
  readonly forkAt: { readonly lastTurnId: string } | { readonly beforeTurnId: string };
}

/** Undefined when there is no such message, or the thread is an agent's. */
export function messageActions(thread: ThreadState, itemId: string): MessageActions | undefined {
  const place = placeOf(thread, itemId);
  if (!place || thread.agent) return undefined;
  const { turnId, status } = place.turn;
  const isRunning = status === "inProgress";
  return {
    place,
    noRevert: whyNoRevert(thread, place),
    noFork: isRunning && thread.turns[0] === place.turn ? "Codex has to finish the first turn." : null,
    forkAt: isRunning ? { beforeTurnId: turnId } : { lastTurnId: turnId },
  };
}

export function placeOf({ turns }: ThreadState, itemId: string): MessagePlace | undefined {
  for (const turn of turns.toReversed()) {
    const messages = turn.entries.flatMap((entry) =>
      entry.kind === "item" && entry.item.type === "userMessage" ? [entry.item] : [],
    );
    const item = messages.find(({ id }) => id === itemId);
    if (item) return { item, turn, beginsTurn: item === messages[0] };
  }
  return undefined;
}

function whyNoRevert({ turns, historyMode }: ThreadState, { turn, beginsTurn }: MessagePlace): string | null {
  if (historyMode === "legacy") return "An older Codex wrote this thread: it can only go on.";
  const isReview = turn.rootTurnId !== null || turns.some(({ rootTurnId }) => rootTurnId === turn.turnId);
  if (isReview) return "A review stands as one piece.";
  return beginsTurn ? null : "It steered a running turn: go back to the message that began it.";
}

/** The words of a message as the person typed them. */
export function typedText({ content }: ItemOf<"userMessage">): string {
  return content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

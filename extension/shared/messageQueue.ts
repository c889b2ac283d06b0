// The messages of a thread that wait for its running turn, as host and page know them. Types only: who sends is the
// host's `threads/messageQueue`.

export type { TurnStatus } from "./protocol.ts";

export interface QueuedMessage {
  readonly clientId: string;
  readonly text: string;
}

/** Why nothing is sent by itself: the person, how the last turn ended, or that nobody could watch. */
export type HeldBecause = "person" | "interrupted" | "failed" | "serverGone" | "reloaded" | "notSent";

export interface MessageQueueView {
  /** In the order in which they go. */
  readonly messages: readonly QueuedMessage[];
  /** null: the first one goes when the turn was completed. */
  readonly held: HeldBecause | null;
}

export const emptyQueue: MessageQueueView = { messages: [], held: null };

/** What happens with what one sends while a turn runs. */
export type WhileBusy = "steer" | "queue";

// Prompts of this client that no item of the server stands for yet: on their way, taken, or not processed. Part of the
// thread reducer; pure.

import type { ThreadDraft } from "./threadDraft.ts";
import type { OutgoingMessage } from "./threadState.ts";

/** Its turn may have ended before the answer came: a Stop in its first moment (facts §3). */
export function acknowledged(draft: ThreadDraft, params: { clientId: string; turnId: string }): void {
  const { clientId, turnId } = params;
  const turn = draft.current.turns.find((known) => known.turnId === turnId);
  const notProcessed = turn && turn.status !== "inProgress" ? "turnEnded" : null;
  changeOutgoing(draft, (message) =>
    message.clientId === clientId ? { acknowledged: true, turnId, notProcessed } : undefined,
  );
}

/** Changes each message by what is returned for it; nothing is drawn anew when nothing changes. */
export function changeOutgoing(
  draft: ThreadDraft,
  change: (message: OutgoingMessage) => Partial<OutgoingMessage> | undefined,
): void {
  const { outgoing } = draft.current;
  const changed = outgoing.map((message) => {
    const parts = change(message);
    return parts ? { ...message, ...parts } : message;
  });
  if (changed.some((message, index) => message !== outgoing[index])) draft.set("outgoing", changed);
}

export function dropOutgoing(draft: ThreadDraft, clientId: string | null): void {
  if (clientId === null || !draft.current.outgoing.some((message) => message.clientId === clientId)) return;
  draft.set(
    "outgoing",
    draft.current.outgoing.filter((message) => message.clientId !== clientId),
  );
}

// A page of history held against what was written down: what it has leaves the records, what it should have and has not
// becomes events, each with a mark. Pure but for the records that it is given.
// Always: nothing is told of a turn that runs, nor of one that may stand in a page that is not read yet.

import type { ThreadEvent } from "../shared/events.ts";
import type { Turn } from "../shared/protocol.ts";
import type { Forgotten, ThreadState } from "../shared/threadState.ts";
import { itemFrom, type KeptItem, type OpenRecords } from "./workRecords.ts";

export function recoverItems(open: OpenRecords, page: readonly Turn[], state: ThreadState): ThreadEvent[] {
  const events: ThreadEvent[] = [];
  for (const [id, kept] of open.items) {
    const turn = page.find((known) => known.id === kept.turnId);
    if (turn?.items.some((item) => item.id === id)) open.items.delete(id);
    else if (turn ? turn.status !== "inProgress" : isNowhere(kept.turnId, state)) {
      const item = itemFrom(id, kept);
      if (item) events.push(forgottenEvent(item, kept));
    }
  }
  return events;
}

/** Prompts that no server took, for the person to send again or to discard; those in our own queue it tells itself. */
export function recoverPrompts(
  open: OpenRecords,
  page: readonly Turn[],
  state: ThreadState,
  isQueued: (clientId: string) => boolean,
): ThreadEvent[] {
  const known = new Set(
    page.flatMap(({ items }) =>
      items.flatMap((item) => (item.type === "userMessage" ? [item.clientId] : [])),
    ),
  );
  const isRunning = page.some(({ status }) => status === "inProgress");
  return [...open.prompts].flatMap(([clientId, { input, atMs, steers, turnId }]): ThreadEvent[] => {
    if (known.has(clientId)) open.prompts.delete(clientId);
    const isTold = state.outgoing.some((message) => message.clientId === clientId);
    const isElsewhere = turnId !== null && state.olderCursor !== null && !isKnown(turnId, page);
    if (known.has(clientId) || isTold || isElsewhere || isRunning) return [];
    if (isQueued(clientId)) return [];
    return [
      { method: "lectern/messageSent", params: { clientId, input, atMs, steers } },
      { method: "lectern/messageLost", params: { clientId, because: "serverGone" } },
    ];
  });
}

function isKnown(turnId: string, page: readonly Turn[]): boolean {
  return page.some((turn) => turn.id === turnId);
}

/** The whole history is there, and the turn is not in it. */
function isNowhere(turnId: string, state: ThreadState): boolean {
  return state.olderCursor === null && !state.turns.some((turn) => turn.turnId === turnId);
}

function forgottenEvent(item: NonNullable<ReturnType<typeof itemFrom>>, kept: KeptItem): ThreadEvent {
  const { turnId, beganAtMs, endedAtMs } = kept;
  return {
    method: "lectern/forgotten",
    params: { turnId, item, outcome: outcomeOf(kept), beganAtMs, endedAtMs },
  };
}

function outcomeOf({ item, endedAtMs, asked, decided, isCutOff }: KeptItem): Forgotten {
  if (endedAtMs !== null) return "ended";
  if (decided === "denied") return "denied";
  if (asked && decided === null) return "notRun";
  // A command goes on beyond its turn.
  return isCutOff && item.type !== "commandExecution" ? "cutOff" : "unknown";
}

// What we wrote down and the server forgot: it stands in its turn, behind what the server remembers, with a mark. Part
// of the thread reducer; pure.

import type { ThreadEvent } from "./events.ts";
import { newEntry, type ThreadDraft } from "./threadDraft.ts";
import type { Entry } from "./threadState.ts";

type Params = Extract<ThreadEvent, { method: "lectern/forgotten" }>["params"];

/** A turn that the server does not know either is over: nothing of it will be heard. */
export function forgotten(draft: ThreadDraft, { turnId, item, outcome, beganAtMs, endedAtMs }: Params): void {
  const isNew = !draft.hasTurn(turnId);
  const turn = draft.turn(turnId);
  if (draft.item(turn, item.id)) return;
  if (isNew) {
    turn.status = "interrupted";
    turn.startedAtMs = beganAtMs;
  }
  const entry = newEntry(item, endedAtMs === null ? "cutOff" : "completed");
  entry.startedAtMs = beganAtMs;
  entry.completedAtMs = endedAtMs;
  const isSaid = item.type === "agentMessage";
  // It stands where it happened; a message that was cut off says so itself.
  const end = turn.entries.length;
  const next = turn.entries.findIndex((known) => startOf(known) > beganAtMs);
  draft.put(turn, entry);
  if (!isSaid || outcome === "ended")
    draft.note(turnId, endedAtMs ?? beganAtMs, { type: "forgotten", outcome });
  turn.entries.splice(next < 0 ? end : next, 0, ...turn.entries.splice(end));
}

/** Unix milliseconds; 0 when it is not known. */
function startOf(entry: Entry): number {
  return entry.kind === "item" ? (entry.startedAtMs ?? 0) : 0;
}

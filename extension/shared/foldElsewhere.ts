// A thread that another process writes to, as it is read again and again: turns take the place of what was read of them
// before, and those that did not change keep their identity. Part of the thread reducer; pure.

import type { ThreadEvent } from "./events.ts";
import { turnsFromHistory } from "./foldTurns.ts";
import type { ThreadDraft } from "./threadDraft.ts";
import type { TurnState } from "./threadState.ts";

type Read = Extract<ThreadEvent, { method: "lectern/elsewhereRead" }>["params"];

/** It is held here from now on: its history comes anew, for what was read may be short of something. */
export function heldHere(draft: ThreadDraft): void {
  if (draft.current.elsewhere === null) return;
  draft.set("elsewhere", null);
  draft.dropTurnsFrom(0);
  draft.set("olderCursor", null);
}

export function elsewhereRead(draft: ThreadDraft, read: Read): void {
  const { name, preview, cwd, turns, turnIds, olderCursor, runningTurnId } = read;
  draft.set("name", name);
  draft.set("preview", preview);
  draft.set("cwd", cwd);
  const isFirst = draft.current.turns.length === 0;
  // What the page should hold and does not was dropped there.
  const from = draft.current.turns.findIndex(({ turnId }) => turnIds.includes(turnId));
  const last = draft.current.turns.findLastIndex(({ turnId }) => turnIds.includes(turnId));
  if (from >= 0 && last < draft.current.turns.length - 1) draft.dropTurnsFrom(last + 1);
  for (const turn of turnsFromHistory(turns)) draft.putTurn(shownAs(turn, runningTurnId));
  const open = draft.current.turns.find(({ turnId }) => turnId === runningTurnId);
  if (open && open.status !== "inProgress") draft.putTurn(shownAs(open, runningTurnId));
  if (isFirst) draft.set("olderCursor", olderCursor);
}

/** The server of this window knows only of its own turns as running: it calls every other one interrupted (facts §7). */
function shownAs(turn: TurnState, runningTurnId: string | null): TurnState {
  return turn.turnId === runningTurnId ? { ...turn, status: "inProgress", completedAtMs: null } : turn;
}

// The page's whole state, and its fold. The host folds the same thread events; only the page folds the two
// page events, because a snapshot may leave out old turns that the host still holds.

import type { ParentView } from "./agents.ts";
import type { PageEvent, ThreadEvent } from "./events.ts";
import type { HostState } from "./hostState.ts";
import { reduceThread } from "./reduceThread.ts";
import type { ThreadState } from "./threadState.ts";

export interface PageState {
  readonly host: HostState;
  /** null: no thread is open; the first prompt starts one. */
  readonly thread: ThreadState | null;
  /** Set while the thread is a sub-agent's. */
  readonly parent?: ParentView | null;
}

/** How many turns a snapshot carries at most; older ones are asked for. */
export const snapshotTurns = 50;

/** Stands for "older turns are held by the host" in a snapshot's `olderCursor`. */
export const heldByHost = "lectern:held";

/** The state as a snapshot carries it: the last turns only. */
export function boundedForSnapshot(state: PageState): PageState {
  const { thread } = state;
  if (!thread || thread.turns.length <= snapshotTurns) return state;
  return {
    ...state,
    thread: { ...thread, turns: thread.turns.slice(-snapshotTurns), olderCursor: heldByHost },
  };
}

/** Folds events into the page's state. Thread events without an open thread are ignored. */
export function reducePage(state: PageState, events: readonly PageEvent[]): PageState {
  let { host, thread, parent = null } = state;
  let batch: ThreadEvent[] = [];
  const settle = (): void => {
    if (thread && batch.length > 0) thread = reduceThread(thread, batch);
    batch = [];
  };
  for (const event of events) {
    if (event.method === "lectern/host") host = event.params.host;
    else if (event.method === "lectern/parent") parent = event.params.parent;
    else if (event.method === "lectern/olderTurns") {
      settle();
      if (!thread) continue;
      const { turns, olderCursor } = event.params;
      const known = new Set(thread.turns.map((turn) => turn.turnId));
      const older = turns.filter((turn) => !known.has(turn.turnId));
      thread = { ...thread, turns: [...older, ...thread.turns], olderCursor };
    } else batch.push(event);
  }
  settle();
  const isSameParent = parent === (state.parent ?? null);
  if (host === state.host && thread === state.thread && isSameParent) return state;
  return { ...state, host, thread, ...(isSameParent ? {} : { parent }) };
}

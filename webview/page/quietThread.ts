// The thread without its contents, as the composer needs it: what runs, what blocks, which model, what was sent.
// It stays the same object while words stream in, so that typing never waits for the transcript.

import { useState } from "react";
import { runningTurn, type ThreadState, type TurnState } from "../../extension/shared/threadState.ts";

/** The thread with its running turn only, and that one empty; the same object until something else changed. */
export function useQuietThread(thread: ThreadState | null): ThreadState | null {
  const quiet = thread ? quietThread(thread) : null;
  const [kept, keep] = useState(quiet);
  if (isSameThread(kept, quiet)) return kept;
  keep(quiet);
  return quiet;
}

export function quietThread(thread: ThreadState): ThreadState {
  const running = runningTurn(thread);
  const turns: TurnState[] = running
    ? [{ ...running, entries: noEntries, diff: null, plan: null, changes: null, retrying: null }]
    : [];
  return { ...thread, turns };
}

const noEntries: TurnState["entries"] = [];

/** Nothing differs that a composer could show. */
export function isSameThread(a: ThreadState | null, b: ThreadState | null): boolean {
  if (!a || !b) return a === b;
  const [running, stillRunning] = [a.turns[0], b.turns[0]];
  const isSameTurn =
    running && stillRunning ? isShallowSame(running, stillRunning) : running === stillRunning;
  return isSameTurn && isShallowSame({ ...a, turns: null }, { ...b, turns: null });
}

function isShallowSame(a: object, b: object): boolean {
  const other = b as Record<string, unknown>;
  return Object.entries(a).every(([name, value]: [string, unknown]) => Object.is(value, other[name]));
}

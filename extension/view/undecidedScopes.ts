// Which turns changed files, and which of them a person has not decided on, as the threads of this window know it. Pure.

import type { ChangeScope } from "../shared/changedFiles.ts";
import type { ThreadState, TurnState } from "../shared/threadState.ts";

/** As many turns as are worth searching in an open file. */
const maxScopes = 30;

interface Store {
  readonly ids: readonly string[];
  get(threadId: string): ThreadState | undefined;
}

/** The turns of a thread that changed files, the oldest first. */
export function changedTurns({ turns }: ThreadState): readonly TurnState[] {
  return turns.filter(({ changes }) => changes !== null && changes.files > 0);
}

/** Over all threads, the newest turn first. */
export function undecidedScopes(store: Store): readonly ChangeScope[] {
  return store.ids
    .flatMap((threadId) => {
      const thread = store.get(threadId);
      return thread ? changedTurns(thread).map((turn) => ({ threadId, turn })) : [];
    })
    .filter(({ turn }) => (turn.changes?.open ?? 0) > 0)
    .toSorted((one, other) => (other.turn.startedAtMs ?? 0) - (one.turn.startedAtMs ?? 0))
    .slice(0, maxScopes)
    .map(({ threadId, turn }) => ({ threadId, turnId: turn.turnId }));
}

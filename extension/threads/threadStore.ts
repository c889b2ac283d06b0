// One owner of state: the threads that this host knows, each folded from its events. Folds lazily, so that a
// thousand deltas between two looks cost one pass. Knows no server, no page and no vscode.
// Always: whoever listens hears every event once, in order, and folding them gives the state that `get` gives.

import type { ThreadEvent } from "../shared/events.ts";
import { reduceThread } from "../shared/reduceThread.ts";
import { emptyThread, type ThreadState } from "../shared/threadState.ts";

interface Held {
  state: ThreadState;
  waiting: ThreadEvent[];
}

/** More waiting events than this are folded at once, so that an unwatched thread does not hoard them. */
const maxWaiting = 2_000;

export class ThreadStore {
  readonly #threads = new Map<string, Held>();
  #listener: ((threadId: string, event: ThreadEvent) => void) | undefined;

  /** Sets the one listener; it is told of each event after it was taken. */
  onEvent(listener: (threadId: string, event: ThreadEvent) => void): void {
    this.#listener = listener;
  }

  has(threadId: string): boolean {
    return this.#threads.has(threadId);
  }

  /** Takes the thread in, empty, if it is not known yet. */
  open(threadId: string, cwd: string): void {
    if (this.has(threadId)) return;
    this.#threads.set(threadId, { state: emptyThread(threadId, cwd), waiting: [] });
  }

  forget(threadId: string): void {
    this.#threads.delete(threadId);
  }

  get ids(): string[] {
    return [...this.#threads.keys()];
  }

  /** The state with every event folded in, or undefined for an unknown thread. */
  get(threadId: string): ThreadState | undefined {
    const held = this.#threads.get(threadId);
    if (!held) return undefined;
    this.#settle(held);
    return held.state;
  }

  /** Takes an event of a known thread; one of an unknown thread is dropped, and false is returned. */
  append(threadId: string, event: ThreadEvent): boolean {
    const held = this.#threads.get(threadId);
    if (!held) return false;
    held.waiting.push(event);
    if (held.waiting.length > maxWaiting) this.#settle(held);
    this.#listener?.(threadId, event);
    return true;
  }

  #settle(held: Held): void {
    if (held.waiting.length === 0) return;
    held.state = reduceThread(held.state, held.waiting);
    held.waiting = [];
  }
}

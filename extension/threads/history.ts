// A thread's history, a page at a time, newest first: the server hydrates whole threads only with a warning, and
// slowly. It knows pages and the store, nothing of live traffic.

import type { CallMethod, ParamsOf, ResultOf, Turn } from "../shared/protocol.ts";
import type { ThreadEvent } from "../shared/events.ts";
import type { ThreadState } from "../shared/threadState.ts";
import type { ThreadStore } from "./threadStore.ts";

/** Turns that are read at once. */
const pageTurns = 20;

/** The page that comes with a resume. */
export const firstPage = { limit: pageTurns, itemsView: "full" } as const;

type Call = <M extends CallMethod>(method: M, params: ParamsOf<M>) => Promise<ResultOf[M]>;
export interface HistoryListener {
  /** What a page should have and has not; asked when the store has the page. */
  recover?(threadId: string, page: readonly Turn[], state: ThreadState): readonly ThreadEvent[];
  /** The store has these turns. */
  came?(threadId: string, turns: readonly Turn[]): void;
}

export class History {
  readonly #store: ThreadStore;
  readonly #call: Call;
  readonly #listener: HistoryListener;
  readonly #loading = new Map<string, Promise<void>>();

  constructor(store: ThreadStore, call: Call, listener: HistoryListener = {}) {
    this.#store = store;
    this.#call = call;
    this.#listener = listener;
  }

  /** A page arrived, newest turn first, as the server gives it. */
  came(threadId: string, page: { data: Turn[]; nextCursor: string | null }): void {
    const params = { turns: page.data.toReversed(), olderCursor: page.nextCursor };
    this.#store.append(threadId, { method: "lectern/historyLoaded", params });
    const state = this.#store.get(threadId);
    for (const event of (state && this.#listener.recover?.(threadId, page.data, state)) ?? [])
      this.#store.append(threadId, event);
    this.#listener.came?.(threadId, params.turns);
  }

  /** Reads the page before what is known, once at a time. Rejects as the call does. */
  async loadOlder(threadId: string): Promise<void> {
    const cursor = this.#store.get(threadId)?.olderCursor;
    if (cursor === undefined || cursor === null) return;
    const under = this.#loading.get(threadId) ?? this.#load(threadId, cursor);
    this.#loading.set(threadId, under);
    await under.finally(() => this.#loading.delete(threadId));
  }

  async #load(threadId: string, cursor: string): Promise<void> {
    this.came(threadId, await this.#call("thread/turns/list", { threadId, cursor, ...firstPage }));
  }
}

// How many messages wait in the server's queue of a thread. Lectern puts none there, but another client of the same
// home can, and they start turns by themselves. The notification has no content, so the queue is read.
// Always: the newest state is read last, though answers may overtake each other.

import type { ParamsOf, ResultOf } from "../shared/protocol.ts";

export interface ServerQueueOptions {
  readonly list: (params: ParamsOf<"thread/queue/list">) => Promise<ResultOf["thread/queue/list"]>;
  readonly onRead: (threadId: string, count: number) => void;
  readonly log: (line: string) => void;
}

/** More than these are counted as so many. */
const mostCounted = 100;

export class ServerQueue {
  readonly #options: ServerQueueOptions;
  /** Threads whose queue is being read; true: it changed again meanwhile. */
  readonly #reading = new Map<string, boolean>();

  constructor(options: ServerQueueOptions) {
    this.#options = options;
  }

  /** The queue of the thread changed. */
  changed(threadId: string): void {
    if (this.#reading.has(threadId)) this.#reading.set(threadId, true);
    else void this.#read(threadId);
  }

  async #read(threadId: string): Promise<void> {
    const { list, onRead, log } = this.#options;
    try {
      do {
        this.#reading.set(threadId, false);
        const { data } = await list({ threadId, limit: mostCounted });
        onRead(threadId, data.length);
      } while (this.#reading.get(threadId));
    } catch (error) {
      log(`thread/queue/list: ${String(error)}`);
    } finally {
      this.#reading.delete(threadId);
    }
  }
}

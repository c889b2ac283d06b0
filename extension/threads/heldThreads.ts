// Which threads the running server holds for us, and letting go of one: asked, and over when the server says so. It
// knows neither turns nor history. Always: a thread that is leaving is not used until it has left or stays after all.

/** Longer than the server takes to unload a thread in which nothing runs. */
const unloadDeadlineMs = 5_000;

export class HeldThreads {
  readonly #unsubscribe: (threadId: string) => Promise<unknown>;
  /** Empty again with each new process. */
  readonly #held = new Set<string>();
  /** Those that the server was asked to unload, until it has. */
  readonly #leaving = new Map<string, PromiseWithResolvers<void>>();
  /** Who waits for the server to let go of a thread. */
  readonly #waiting = new Map<string, () => void>();

  /** `unsubscribe` asks the server to let go of a thread. */
  constructor(unsubscribe: (threadId: string) => Promise<unknown>) {
    this.#unsubscribe = unsubscribe;
  }

  has(threadId: string): boolean {
    return this.#held.has(threadId);
  }

  /** Those that are not leaving. */
  get ids(): readonly string[] {
    return [...this.#held].filter((threadId) => !this.#leaving.has(threadId));
  }

  add(threadId: string): void {
    this.#held.add(threadId);
  }

  /** It is not held any more, whatever the server was asked. */
  drop(threadId: string): void {
    this.#held.delete(threadId);
  }

  /** Resolves when the thread is not leaving: the server refuses one that is. */
  async settled(threadId: string): Promise<void> {
    await this.#leaving.get(threadId)?.promise;
  }

  /** Lets go of a thread in which nothing runs. False when it is still held. Rejects as the call does. */
  async release(threadId: string): Promise<boolean> {
    // The policy lets the server unload it at once; it says so before its answer or soon after.
    const unloaded = Promise.withResolvers<void>();
    this.#waiting.set(threadId, unloaded.resolve);
    const deadline = setTimeout(unloaded.resolve, unloadDeadlineMs);
    try {
      await this.#unsubscribe(threadId);
      if (this.#held.has(threadId)) await unloaded.promise;
    } finally {
      clearTimeout(deadline);
      this.#waiting.delete(threadId);
    }
    return !this.#held.has(threadId);
  }

  /** The same, and nobody uses it until it has left. Rejects as the call does. */
  async leave(threadId: string): Promise<void> {
    this.#leaving.set(threadId, Promise.withResolvers());
    try {
      // Still held after the deadline: then it stays as it is, and may be used again.
      if (!(await this.release(threadId))) this.#left(threadId);
    } catch (error) {
      this.#left(threadId);
      throw error;
    }
  }

  /** The server unloaded it. True when it was asked to leave for good. */
  unloaded(threadId: string): boolean {
    this.#held.delete(threadId);
    this.#waiting.get(threadId)?.();
    return this.#left(threadId);
  }

  /** The server ended: it holds nothing. */
  serverGone(): void {
    this.#held.clear();
    for (const threadId of this.#leaving.keys()) this.#left(threadId);
  }

  #left(threadId: string): boolean {
    this.#leaving.get(threadId)?.resolve();
    return this.#leaving.delete(threadId);
  }
}

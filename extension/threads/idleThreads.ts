// Bounds what the server and this host hold: of threads that nobody looks at and that do nothing, only those that
// were left last stay loaded. A thread that was let go is read anew when somebody opens it. Knows no page.
// Always: what is shown, runs, waits for a person, or has a command of its own still running is not touched.

import { runningTurn } from "../shared/threadState.ts";
import type { Threads } from "./threads.ts";

export interface IdleThreadsOptions {
  readonly threads: Threads;
  readonly isShown: (threadId: string) => boolean;
  /** So many stay loaded, for the person who goes back and forth. */
  readonly most?: number;
}

const mostIdle = 8;

export class IdleThreads {
  readonly #options: IdleThreadsOptions;
  /** Those that are idle, the one that is so for longest first. */
  readonly #idle = new Set<string>();
  #looking: Promise<void> | undefined;

  constructor(options: IdleThreadsOptions) {
    this.#options = options;
  }

  /** Something was left or has ended. Resolves when what is too much was let go of. Throws as the server does. */
  async look(): Promise<void> {
    this.#note();
    this.#looking ??= this.#letGo().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  #note(): void {
    const loaded = new Set(this.#options.threads.loaded);
    for (const threadId of this.#idle)
      if (!loaded.has(threadId) || !this.#isIdle(threadId)) this.#idle.delete(threadId);
    for (const threadId of loaded) if (this.#isIdle(threadId)) this.#idle.add(threadId);
  }

  async #letGo(): Promise<void> {
    const { threads, most = mostIdle } = this.#options;
    const asked = new Set<string>();
    for (;;) {
      const threadId = [...this.#idle].find((known) => !asked.has(known));
      if (threadId === undefined || this.#idle.size <= most) return;
      asked.add(threadId);
      if (await threads.hasTerminals(threadId)) continue;
      // Somebody may have come back to it while the server was asked.
      if (!this.#isIdle(threadId)) continue;
      await threads.unload(threadId);
      this.#idle.delete(threadId);
    }
  }

  #isIdle(threadId: string): boolean {
    const { threads, isShown } = this.#options;
    const state = threads.store.get(threadId);
    if (!state || isShown(threadId)) return false;
    const isQuiet = state.approvals.length === 0 && state.outgoing.length === 0 && state.queued === 0;
    return isQuiet && !runningTurn(state) && threads.agents.runningBelow(threadId).length === 0;
  }
}

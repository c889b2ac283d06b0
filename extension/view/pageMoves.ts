// From the thread that a page shows to another one: forks, agents of its family, and back to an earlier message.
// The page names items and threads; whether it may go there is found out here.

import { messageActions } from "../shared/messageActions.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { NotSent } from "../threads/notSent.ts";
import type { Threads } from "../threads/threads.ts";
import type { ForkPoint } from "../threads/loading.ts";
import type { ChangesParts } from "./changesParts.ts";
import { revertible } from "./revertible.ts";

export interface PageMovesOptions {
  readonly threads: Threads;
  readonly changes: () => ChangesParts;
  /** What is shown now. */
  readonly thread: () => ThreadState | null;
  readonly show: (threadId: string) => void;
  /** Gives the composer the keyboard. */
  readonly toComposer: () => void;
}

export class PageMoves {
  readonly #options: PageMovesOptions;

  constructor(options: PageMovesOptions) {
    this.#options = options;
  }

  /** Goes back to before a message, after asking. Throws NotSent when it is not there. */
  async revert(itemId: string): Promise<void> {
    const thread = this.#options.thread();
    const { turnId } = revertible(thread, itemId);
    if (thread) await this.#options.changes().goBack(thread, turnId);
  }

  /** Shows a new thread that ends at the message, ready for the next one. Throws NotSent where there can be none. */
  async fork(itemId: string): Promise<void> {
    const thread = this.#options.thread();
    const actions = thread && messageActions(thread, itemId);
    if (!actions) throw new NotSent("The message is not there any more.");
    if (actions.noFork !== null) throw new NotSent(actions.noFork);
    await this.#toFork(thread.threadId, actions.forkAt);
  }

  /** Shows a new thread with all that is in the shown one. */
  async forkWhole(): Promise<void> {
    const thread = this.#options.thread();
    if (thread) await this.#toFork(thread.threadId);
  }

  /** Meanwhile the person may have gone elsewhere: the fork is in the list then. */
  async #toFork(threadId: string, at?: ForkPoint): Promise<void> {
    const forkId = await this.#options.threads.fork(threadId, at);
    if (this.#options.thread()?.threadId !== threadId) return;
    this.#options.show(forkId);
    this.#options.toComposer();
  }

  /** An agent of the shown thread's family, or the way back. Any other id is not for the page to choose. */
  async toAgent(threadId: string): Promise<void> {
    const { threads, thread, show } = this.#options;
    const from = thread()?.threadId;
    if (from === undefined || threadId === from) return;
    const { agents } = threads;
    const isKnown = threadId === agents.viewOf(from)?.threadId || (await agents.open(threadId, from));
    if (!isKnown) throw new Error("It does not belong to this thread.");
    if (thread()?.threadId === from) show(threadId);
  }
}

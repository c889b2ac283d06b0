// The commands that still run in a thread, beyond its turns: read when something was told that may have changed them,
// ended one by one on the person's word. The server tells of no list by itself (facts §6).
// Always: one reading of a thread at a time; what is told meanwhile is read once more.

import type { CallMethod, ParamsOf, ResultOf, ServerNotification, v2 } from "../shared/protocol.ts";
import type { RunningCommand } from "../shared/threadState.ts";

export interface TerminalsOptions {
  readonly call: <M extends CallMethod>(method: M, params: ParamsOf<M>) => Promise<ResultOf[M]>;
  readonly onRead: (threadId: string, commands: readonly RunningCommand[]) => void;
  /** Threads that the server holds for us. */
  readonly isHeld: (threadId: string) => boolean;
  readonly isBusy: (threadId: string) => boolean;
  readonly log: (line: string) => void;
}

/** More than this nobody ends one by one. */
const mostRead = 100;

export class Terminals {
  readonly #options: TerminalsOptions;
  /** True when something was told while it was read. */
  readonly #reading = new Map<string, boolean>();

  constructor(options: TerminalsOptions) {
    this.#options = options;
  }

  /** A turn ended, or a command did after its turn. */
  told(notification: ServerNotification): void {
    const isEnd =
      notification.method === "turn/completed" ||
      (notification.method === "item/completed" && notification.params.item.type === "commandExecution");
    if (!isEnd) return;
    const { threadId } = notification.params;
    // While a turn runs its own command is one of them.
    if (!this.#options.isBusy(threadId) && this.#options.isHeld(threadId)) this.changed(threadId);
  }

  changed(threadId: string): void {
    if (this.#reading.has(threadId)) this.#reading.set(threadId, true);
    else void this.#read(threadId);
  }

  /** Ends one. False when it was over already. Throws as the server does. */
  async end(threadId: string, processId: string): Promise<boolean> {
    const { call } = this.#options;
    const { terminated } = await call("thread/backgroundTerminals/terminate", { threadId, processId });
    this.changed(threadId);
    return terminated;
  }

  async #read(threadId: string): Promise<void> {
    const { call, onRead, log } = this.#options;
    try {
      do {
        this.#reading.set(threadId, false);
        const { data } = await call("thread/backgroundTerminals/list", { threadId, limit: mostRead });
        onRead(threadId, data.map(commandOf));
      } while (this.#reading.get(threadId));
    } catch (error) {
      log(`thread/backgroundTerminals/list: ${String(error)}`);
    } finally {
      this.#reading.delete(threadId);
    }
  }
}

function commandOf({ itemId, processId, command }: v2.ThreadBackgroundTerminal): RunningCommand {
  return { itemId, processId, command };
}

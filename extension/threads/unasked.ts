// Commands that ran without anybody being asked: by which saved rule, where our own reading of the rules proves it.
// The server does not say which rule answered. It decides nothing and holds nothing up.

import type { ServerNotification } from "../shared/protocol.ts";

export interface UnaskedOptions {
  /** The rules that surely allow this command line, in words; null in any doubt. */
  readonly ruleFor: (command: string) => Promise<string | null>;
  /** Told once for such a command. */
  readonly onProved: (threadId: string, itemId: string, rule: string) => void;
  readonly log: (line: string) => void;
}

export class Unasked {
  readonly #options: UnaskedOptions;
  /** Items that a person was asked about, by thread and item. */
  readonly #asked = new Set<string>();

  constructor(options: UnaskedOptions) {
    this.#options = options;
  }

  /** A person is asked about this item: what happens to it is their decision. */
  asked(threadId: string, itemId: string): void {
    this.#asked.add(`${threadId} ${itemId}`);
  }

  /** Looks at what completed. A command of the person's own shell or one that was declined is none to tell of. */
  handleNotification(notification: ServerNotification): void {
    if (notification.method !== "item/completed") return;
    const { threadId, item } = notification.params;
    if (item.type !== "commandExecution" || item.source !== "agent" || item.status === "declined") return;
    if (this.#asked.delete(`${threadId} ${item.id}`)) return;
    this.#prove(threadId, item.id, item.command).catch((error: unknown) => {
      this.#options.log(`the saved rules could not be read: ${String(error)}`);
    });
  }

  async #prove(threadId: string, itemId: string, command: string): Promise<void> {
    const rule = await this.#options.ruleFor(command);
    if (rule !== null) this.#options.onProved(threadId, itemId, rule);
  }
}

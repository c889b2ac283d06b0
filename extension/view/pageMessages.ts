// What a person sends from a page: to the shown thread or into a new one, at once, in the place of an earlier message, or
// into the queue. Always: the page is told what became of the text, and a text that was not taken stays the person's.

import type { Intent } from "../shared/bridge.ts";
import type { ThreadState } from "../shared/threadState.ts";
import { NotSent, ThreadForgotten } from "../threads/notSent.ts";
import type { HostParts } from "./hostParts.ts";
import { revertible } from "./revertible.ts";

export interface PageMessagesOptions {
  readonly parts: HostParts;
  /** The thread that the page shows. */
  readonly threadId: () => string | undefined;
  readonly thread: () => ThreadState | null;
  /** Shows another thread; undefined: none. */
  readonly show: (threadId: string | undefined) => void;
  /** Resolves when the thread of the last time is shown, or will not be. */
  readonly opened: () => Promise<void>;
  /** The text of this message was taken, or is still the person's. */
  readonly fate: (clientId: string, taken: boolean) => void;
}

type Message = Pick<Extract<Intent, { type: "send" }>, "text" | "clientId">;
export type QueueIntent = Extract<Intent, { type: "unqueue" | "moveQueued" | "sendQueued" | "holdQueue" }>;

export class PageMessages {
  readonly #options: PageMessagesOptions;
  /** The start of a thread for a first prompt, so that two prompts make one thread. */
  #starting: Promise<string> | undefined;

  constructor(options: PageMessagesOptions) {
    this.#options = options;
  }

  send(message: Message): Promise<void> {
    return this.#tellFate(message, async () => this.#sendIn(await this.shownOrNew(), message));
  }

  /** The text stays in the composer until the new turn was taken, so that nothing is lost between the two. */
  resend(message: Message, itemId: string): Promise<void> {
    return this.#tellFate(message, async () => {
      const { threadId, turnId } = revertible(this.#options.thread(), itemId);
      await this.#options.parts.threads.revert(threadId, turnId);
      await this.#sendIn(threadId, message);
    });
  }

  /** A thread that the server lost as a whole makes room for a new one. */
  async sendAgain(clientId: string): Promise<void> {
    const threadId = this.#options.threadId();
    if (threadId === undefined) return;
    const { threads } = this.#options.parts;
    try {
      await threads.sendAgain(threadId, clientId);
    } catch (error) {
      if (!(error instanceof ThreadForgotten)) throw error;
      const text = threads.lostPrompts(threadId).join("\n\n");
      this.#options.show(undefined);
      await threads.send(await this.shownOrNew(), text, clientId);
      threads.forget(threadId);
    }
  }

  /** Where no thread is shown there is nothing to wait for: it is sent. */
  queue(message: Message): Promise<void> {
    const threadId = this.#options.threadId();
    if (threadId === undefined) return this.send(message);
    return this.#tellFate(message, () =>
      this.#options.parts.messageQueue.add(threadId, { clientId: message.clientId, text: message.text }),
    );
  }

  async onQueue(intent: QueueIntent): Promise<void> {
    const { messageQueue } = this.#options.parts;
    const threadId = this.#options.threadId();
    if (threadId === undefined) return;
    if (intent.type === "holdQueue") return messageQueue.hold(threadId, intent.held);
    if (intent.type === "unqueue") return messageQueue.remove(threadId, intent.clientId);
    if (intent.type === "sendQueued") return messageQueue.sendNow(threadId, intent.clientId);
    messageQueue.move(threadId, intent.clientId, intent.by === "up" ? -1 : 1);
  }

  /** The shown thread, or a new one in the open folder, shown from then on. Throws NotSent, or as starting does. */
  async shownOrNew(): Promise<string> {
    const { parts, opened, threadId, show } = this.#options;
    await opened();
    const shown = threadId();
    if (shown !== undefined) return shown;
    const { folder } = parts.state;
    if (!folder) throw new NotSent("Open a folder first: Codex works on its files.");
    this.#starting ??= parts.ready().then(() => parts.permissions.start(folder.path));
    try {
      const started = await this.#starting;
      show(started);
      return started;
    } finally {
      this.#starting = undefined;
    }
  }

  /** Another thread is shown: one that was about to start for a prompt is not this page's any more. */
  left(): void {
    this.#starting = undefined;
  }

  async #tellFate({ text, clientId }: Message, send: () => Promise<void>): Promise<void> {
    if (text.trim() === "") return;
    try {
      await send();
    } catch (error) {
      this.#options.fate(clientId, false);
      throw error;
    }
    this.#options.fate(clientId, true);
  }

  async #sendIn(threadId: string, { text, clientId }: Message): Promise<void> {
    const { threads } = this.#options.parts;
    try {
      await threads.send(threadId, text, clientId);
    } catch (error) {
      if (!(error instanceof ThreadForgotten)) throw error;
      threads.store.forget(threadId);
      this.#options.show(undefined);
      await threads.send(await this.shownOrNew(), text, clientId);
    }
  }
}

// Messages that wait for the running turn, thread by thread, kept over reloads by a file of ours. Never the server's
// own queue: after a crash its resume starts a queued turn by itself, before the policy was checked (facts §13).
// Always: one goes only when a turn was completed, after a crash or reload none goes before the person says so, and
// one leaves the queue only when the server has it, so that it is neither lost nor sent twice.

import type { HeldBecause, MessageQueueView, QueuedMessage, TurnStatus } from "../shared/messageQueue.ts";

export interface MessageQueueOptions {
  /** Sends as a turn of its own; rejects when it was not taken. */
  readonly send: (threadId: string, message: QueuedMessage, how: "start" | "steerOrStart") => Promise<void>;
  /** Whether the server has the message already. */
  readonly wasTaken: (threadId: string, clientId: string) => Promise<boolean>;
  readonly isBusy: (threadId: string) => boolean;
  readonly onChange: (threadId: string, queue: MessageQueueView) => void;
  readonly kept: KeptQueues;
  readonly log: (line: string) => void;
}

/** Where the queues are kept over reloads. */
export interface KeptQueues {
  read(): unknown;
  keep(value: unknown): void;
  settled(): Promise<void>;
}

interface Waiting extends QueuedMessage {
  /** It was on its way once, and nobody heard what became of it. */
  wasTried: boolean;
}

interface Queue {
  messages: Waiting[];
  held: HeldBecause | null;
  /** The one on its way. */
  sending: string | null;
  /** It shows in the transcript, and so no more in the queue. */
  isHanded: boolean;
}

const mostMessages = 20;
const mostThreads = 100;

export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

export class MessageQueue {
  readonly #options: MessageQueueOptions;
  readonly #queues: Map<string, Queue>;

  constructor(options: MessageQueueOptions) {
    this.#options = options;
    this.#queues = queuesFrom(options.kept.read());
  }

  /** Puts the message at the end. Resolves when it is kept on the disk. Throws QueueFull. */
  async add(threadId: string, message: QueuedMessage): Promise<void> {
    const queue = this.#queues.get(threadId) ?? { messages: [], held: null, sending: null, isHanded: false };
    if (queue.messages.length >= mostMessages)
      throw new QueueFull(`At most ${mostMessages} messages can wait.`);
    this.#queues.set(threadId, queue);
    queue.messages.push({ ...message, wasTried: false });
    this.#changed(threadId);
    await this.#options.kept.settled();
    void this.#sendNext(threadId);
  }

  has(threadId: string, clientId: string): boolean {
    return this.#queues.get(threadId)?.messages.some((message) => message.clientId === clientId) ?? false;
  }

  remove(threadId: string, clientId: string): void {
    const queue = this.#queues.get(threadId);
    if (!queue || queue.sending === clientId) return;
    this.#drop(threadId, queue, clientId);
  }

  move(threadId: string, clientId: string, by: 1 | -1): void {
    const queue = this.#queues.get(threadId);
    const at = queue?.messages.findIndex((message) => message.clientId === clientId) ?? -1;
    const [message, other] = [queue?.messages[at], queue?.messages[at + by]];
    if (!queue || !message || !other || [message.clientId, other.clientId].includes(queue.sending ?? ""))
      return;
    queue.messages[at] = other;
    queue.messages[at + by] = message;
    this.#changed(threadId);
  }

  /** Nothing is sent by itself until the person lets it go on. */
  hold(threadId: string, isHeld: boolean): void {
    const queue = this.#queues.get(threadId);
    if (!queue) return;
    queue.held = isHeld ? "person" : null;
    this.#changed(threadId);
    if (!isHeld) void this.#sendNext(threadId);
  }

  /** Sends this one at once, into the running turn if there is one. Rejects when it was not taken; then it waits on. */
  async sendNow(threadId: string, clientId: string): Promise<void> {
    const queue = this.#queues.get(threadId);
    const message = queue?.messages.find((waiting) => waiting.clientId === clientId);
    if (queue && message && queue.sending === null)
      await this.#send(threadId, queue, message, "steerOrStart");
  }

  /** A turn of the thread ended: only after a good end the next message goes by itself. */
  turnEnded(threadId: string, status: TurnStatus): void {
    if (status === "completed") void this.#sendNext(threadId);
    else if (status !== "inProgress") this.#holdBecause(threadId, status);
  }

  /** What was on its way to the server is given back. */
  serverGone(): void {
    for (const [threadId, queue] of this.#queues) {
      const wasHanded = queue.isHanded;
      queue.isHanded = false;
      if (queue.held === null) this.#holdBecause(threadId, "serverGone");
      else if (wasHanded) this.#changed(threadId);
    }
  }

  /** The thread is shown: what waits in it is told. Resolves when what the server has already is out of it. */
  async tell(threadId: string): Promise<void> {
    const queue = this.#queues.get(threadId);
    if (!queue) return;
    this.#options.onChange(threadId, viewOf(queue));
    for (const { clientId, wasTried } of queue.messages)
      if (wasTried && queue.sending !== clientId) await this.#dropTaken(threadId, queue, clientId);
  }

  async #dropTaken(threadId: string, queue: Queue, clientId: string): Promise<void> {
    try {
      if ((await this.#options.wasTaken(threadId, clientId)) && queue.sending !== clientId)
        this.#drop(threadId, queue, clientId);
    } catch (error) {
      // It is asked again before it goes.
      this.#options.log(`whether a queued message was sent is not known: ${String(error)}`);
    }
  }

  /** Resolves when all is on the disk. */
  async settled(): Promise<void> {
    await this.#options.kept.settled();
  }

  async #sendNext(threadId: string): Promise<void> {
    const queue = this.#queues.get(threadId);
    const [next] = queue?.messages ?? [];
    if (!queue || !next || queue.held !== null || queue.sending !== null) return;
    if (this.#options.isBusy(threadId)) return;
    try {
      await this.#send(threadId, queue, next, "start");
    } catch (error) {
      this.#options.log(`a queued message was not sent: ${String(error)}`);
      // Another turn began meanwhile: its end is waited for.
      if (!this.#options.isBusy(threadId)) this.#holdBecause(threadId, "notSent");
    }
  }

  async #send(
    threadId: string,
    queue: Queue,
    message: Waiting,
    how: "start" | "steerOrStart",
  ): Promise<void> {
    const { clientId, text, wasTried } = message;
    queue.sending = clientId;
    message.wasTried = true;
    this.#changed(threadId);
    try {
      await this.#options.kept.settled();
      const isThere = wasTried && (await this.#options.wasTaken(threadId, clientId));
      // Held since it was its turn: then it waits on.
      if (how === "start" && queue.held !== null) throw new Error("the queue is held");
      if (!isThere) await this.#hand(threadId, queue, { clientId, text }, how);
    } catch (error) {
      this.#sent(queue);
      this.#changed(threadId);
      throw error;
    }
    this.#sent(queue);
    this.#drop(threadId, queue, clientId);
  }

  /** In one breath: it leaves the queue's view for the transcript. */
  async #hand(
    threadId: string,
    queue: Queue,
    message: QueuedMessage,
    how: "start" | "steerOrStart",
  ): Promise<void> {
    queue.isHanded = true;
    this.#changed(threadId);
    await this.#options.send(threadId, message, how);
  }

  #sent(queue: Queue): void {
    queue.sending = null;
    queue.isHanded = false;
  }

  #holdBecause(threadId: string, because: HeldBecause): void {
    const queue = this.#queues.get(threadId);
    if (!queue || queue.held !== null) return;
    queue.held = because;
    this.#changed(threadId);
  }

  #drop(threadId: string, queue: Queue, clientId: string): void {
    queue.messages = queue.messages.filter((message) => message.clientId !== clientId);
    if (queue.messages.length === 0) this.#queues.delete(threadId);
    this.#changed(threadId);
  }

  #changed(threadId: string): void {
    const queue = this.#queues.get(threadId);
    const kept = [...this.#queues]
      .slice(-mostThreads)
      .map(([id, { messages }]) => ({ threadId: id, messages }));
    this.#options.kept.keep(kept);
    this.#options.onChange(threadId, queue ? viewOf(queue) : { messages: [], held: null });
  }
}

function viewOf({ messages, held, sending, isHanded }: Queue): MessageQueueView {
  const shown = messages.filter(({ clientId }) => !isHanded || clientId !== sending);
  return { messages: shown.map(({ clientId, text }) => ({ clientId, text })), held };
}

/** What was kept, checked: all of it is held. */
function queuesFrom(value: unknown): Map<string, Queue> {
  const queues = new Map<string, Queue>();
  for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
    if (typeof entry !== "object" || entry === null) continue;
    const { threadId, messages } = entry as Record<string, unknown>;
    if (typeof threadId !== "string" || !Array.isArray(messages)) continue;
    const waiting = messages.filter(isWaiting).slice(0, mostMessages);
    if (waiting.length > 0)
      queues.set(threadId, { messages: waiting, held: "reloaded", sending: null, isHanded: false });
  }
  return queues;
}

function isWaiting(value: unknown): value is Waiting {
  if (typeof value !== "object" || value === null) return false;
  const { clientId, text, wasTried } = value as Record<string, unknown>;
  return typeof clientId === "string" && typeof text === "string" && typeof wasTried === "boolean";
}

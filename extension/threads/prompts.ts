// Prompts on their way to the server: sent, steered, taken or lost, each at most once. It knows nothing of policy;
// whoever makes the thread ready (resumed, under what was chosen) is handed in.
// Always: a message that nobody answered for is looked for in the history before it counts as lost.

import { randomUUID } from "node:crypto";
import { DeadlinePassed, ServerRefused } from "../codex/errors.ts";
import type { CallMethod, ParamsOf, ResultOf, UserInput } from "../shared/protocol.ts";
import { runningTurn, type OutgoingMessage } from "../shared/threadState.ts";
import { isHeldElsewhere } from "./elsewhere.ts";
import { forgotten, isUnknownThread, NotSent } from "./notSent.ts";
import type { OpenWork } from "./openWork.ts";
import type { ThreadStore } from "./threadStore.ts";

export interface PromptsOptions {
  readonly store: ThreadStore;
  readonly call: <M extends CallMethod>(method: M, params: ParamsOf<M>) => Promise<ResultOf[M]>;
  /** Makes the server hold the thread. */
  readonly resume: (threadId: string) => Promise<unknown>;
  /** The same, and waits until a change of what it may do is settled. */
  readonly prepare: (threadId: string) => Promise<void>;
  /** Writes prompts down before they go out. */
  readonly work: Pick<OpenWork, "promptGoes" | "promptReturned"> | undefined;
  /** A turn is about to be started; it waits for this. Never rejects. */
  readonly beforeTurn: (threadId: string) => Promise<void>;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** A message that nobody answered for stands in one of the last turns, or nowhere. */
const turnsLookedAt = 5;

export class Prompts {
  readonly #options: PromptsOptions;
  /** By thread: a prompt is on its way whose turn was not told of yet. */
  readonly #untold = new Map<string, PromiseWithResolvers<void>>();
  /** How many servers went. */
  #gone = 0;

  constructor(options: PromptsOptions) {
    this.#options = options;
  }

  /**
   * Sends a prompt: starts a turn, or steers the one that runs. Resolves when the server took it. Throws NotSent;
   * then the message is out of the thread again and the text belongs to the person.
   */
  async send(
    threadId: string,
    text: string,
    clientId: string = randomUUID(),
    how: "start" | "steerOrStart" = "steerOrStart",
  ): Promise<void> {
    if (this.#options.store.get(threadId)?.agent) throw new NotSent("An agent's thread takes no messages.");
    const input: UserInput[] = [{ type: "text", text: text.toWellFormed(), text_elements: [] }];
    const running = this.#runningTurnId(threadId);
    this.#options.store.append(threadId, {
      method: "lectern/messageSent",
      params: { clientId, input, atMs: this.#options.now(), steers: running ?? null },
    });
    if (running === undefined) this.#untold.set(threadId, Promise.withResolvers());
    const gone = this.#gone;
    try {
      await this.#options.prepare(threadId);
      // What was on its way was given back when the server went: it must not go out behind the person's back.
      if (gone !== this.#gone) throw new NotSent("The app-server ended before it took the message.");
      const blocked = this.#options.store.get(threadId)?.blocked;
      if (blocked) throw new NotSent(blocked);
      await this.#options.work?.promptGoes(threadId, clientId, { input, steers: running ?? null });
      const turnId = await this.#deliver(threadId, input, clientId, how);
      if (this.#isKnown(threadId, turnId)) this.turnTold(threadId);
      const params = { clientId, turnId };
      this.#options.store.append(threadId, { method: "lectern/messageAcknowledged", params });
    } catch (error) {
      this.turnTold(threadId);
      if (error instanceof DeadlinePassed && (await this.wasTaken(threadId, clientId))) return;
      this.#options.work?.promptReturned(threadId, clientId);
      this.#options.store.append(threadId, { method: "lectern/messageRejected", params: { clientId } });
      throw this.#notSent(threadId, error);
    }
  }

  /**
   * Sends a message again that the server lost. Does nothing when it is not there any more, or the server has it after
   * all. Throws NotSent; then it is marked as before.
   */
  async sendAgain(threadId: string, clientId: string): Promise<void> {
    const lost = (): OutgoingMessage | undefined =>
      this.#options.store
        .get(threadId)
        ?.outgoing.find((message) => message.clientId === clientId && message.notProcessed);
    if (!lost()) return;
    try {
      await this.#options.resume(threadId);
    } catch (error) {
      throw this.isForgotten(threadId, error) ? forgotten(error) : error;
    }
    await this.findLost(threadId);
    const message = lost();
    if (!message) return;
    const { input, sentAtMs, steers } = message;
    this.#options.store.append(threadId, { method: "lectern/messageRejected", params: { clientId } });
    const text = input.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
    try {
      await this.send(threadId, text, clientId);
    } catch (error) {
      this.#options.store.append(threadId, {
        method: "lectern/messageSent",
        params: { clientId, input, atMs: sentAtMs, steers },
      });
      const because = message.notProcessed ?? "serverGone";
      await this.#options.work?.promptGoes(threadId, clientId, { input, steers });
      this.#options.store.append(threadId, { method: "lectern/messageLost", params: { clientId, because } });
      throw error;
    }
  }

  /** The person lets a lost message go. */
  discard(threadId: string, clientId: string): void {
    const { outgoing } = this.#options.store.get(threadId) ?? { outgoing: [] };
    if (!outgoing.some((message) => message.clientId === clientId && message.notProcessed)) return;
    this.#options.work?.promptReturned(threadId, clientId);
    this.#options.store.append(threadId, { method: "lectern/messageRejected", params: { clientId } });
  }

  /** Messages that seemed lost with a server: those that it had kept come in as the turns that they began. */
  async findLost(threadId: string): Promise<void> {
    const outgoing = this.#options.store.get(threadId)?.outgoing ?? [];
    const lost = new Set(outgoing.flatMap(({ clientId, notProcessed }) => (notProcessed ? [clientId] : [])));
    if (lost.size === 0) return;
    const page = await this.#options.call("thread/turns/list", {
      threadId,
      limit: turnsLookedAt,
      itemsView: "full",
    });
    for (const turn of page.data.toReversed()) {
      const isOne = turn.items.some((item) => item.type === "userMessage" && lost.has(item.clientId ?? ""));
      if (!isOne) continue;
      for (const item of turn.items) {
        const params = {
          threadId,
          turnId: turn.id,
          item,
          completedAtMs: item.completedAtMs ?? this.#options.now(),
        };
        this.#options.store.append(threadId, { method: "item/completed", params });
      }
      this.#options.store.append(threadId, { method: "turn/completed", params: { threadId, turn } });
    }
  }

  #notSent(threadId: string, error: unknown): NotSent {
    if (error instanceof NotSent) return error;
    if (this.isForgotten(threadId, error)) return forgotten(error);
    if (isHeldElsewhere(error))
      return new NotSent("The thread is open in another window or terminal.", { cause: error });
    return new NotSent(error instanceof Error ? error.message : String(error), { cause: error });
  }

  /** Returns the turn that took it. */
  async #deliver(
    threadId: string,
    input: UserInput[],
    clientUserMessageId: string,
    how: "start" | "steerOrStart",
  ): Promise<string> {
    const expectedTurnId = this.#runningTurnId(threadId);
    // The server would steer it by `turn/start` too (facts §8).
    if (how === "start" && this.isBusy(threadId, clientUserMessageId))
      throw new NotSent("Another turn runs.");
    if (expectedTurnId !== undefined) {
      try {
        await this.#options.call("turn/steer", { threadId, input, clientUserMessageId, expectedTurnId });
        return expectedTurnId;
      } catch (error) {
        // The turn may have ended while the prompt was on its way; then it starts one of its own.
        const isOver =
          error instanceof ServerRefused && /no active turn|expected active turn/.test(error.serverMessage);
        if (!isOver) throw error;
      }
    }
    await this.#options.beforeTurn(threadId);
    return (await this.#options.call("turn/start", { threadId, input, clientUserMessageId })).turn.id;
  }

  /**
   * The turn that a Stop is for, if any. The server refuses to stop one between its answer to the prompt and
   * `turn/started` ("no active turn"), and then lets it run: so that moment is waited for.
   */
  async turnToStop(threadId: string): Promise<string | undefined> {
    await this.#untold.get(threadId)?.promise;
    return this.#runningTurnId(threadId);
  }

  /** The server told of a turn in this thread: what was on its way has arrived. */
  turnTold(threadId: string): void {
    this.#untold.get(threadId)?.resolve();
    this.#untold.delete(threadId);
  }

  serverGone(): void {
    this.#gone++;
    for (const threadId of this.#untold.keys()) this.turnTold(threadId);
  }

  #isKnown(threadId: string, turnId: string): boolean {
    return this.#options.store.get(threadId)?.turns.some((turn) => turn.turnId === turnId) ?? false;
  }

  /** After a silent deadline: did the server take the prompt after all? Never resent blindly. */
  async wasTaken(threadId: string, clientId: string): Promise<boolean> {
    try {
      const page = await this.#options.call("thread/turns/list", {
        threadId,
        limit: turnsLookedAt,
        itemsView: "full",
      });
      return page.data.some((turn) =>
        turn.items.some((item) => item.type === "userMessage" && item.clientId === clientId),
      );
    } catch {
      return false;
    }
  }

  /** A turn runs, or a message is on its way (but this one) whose turn is not told yet. */
  isBusy(threadId: string, clientId: string | null): boolean {
    const outgoing = this.#options.store.get(threadId)?.outgoing ?? [];
    const isComing = outgoing.some((message) => message.clientId !== clientId && !message.notProcessed);
    return isComing || this.#runningTurnId(threadId) !== undefined;
  }

  /** The server has forgotten the thread, which never had a turn that came to its end. */
  isForgotten(threadId: string, error: unknown): boolean {
    const turns = this.#options.store.get(threadId)?.turns;
    return (
      isUnknownThread(error) && turns !== undefined && turns.every(({ status }) => status !== "completed")
    );
  }

  #runningTurnId(threadId: string): string | undefined {
    const state = this.#options.store.get(threadId);
    return state && runningTurn(state)?.turnId;
  }
}

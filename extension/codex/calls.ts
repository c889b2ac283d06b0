// Our calls from the moment they are made until they are settled: ids, the limit in flight, deadlines,
// retries. It knows lines and answers, no streams. Each call is settled exactly once; nothing settles after
// `close`. The server drops requests silently above a few hundred in flight, hence the limit.

import type { CallMethod } from "../shared/protocol.ts";
import type { Clock, Timer } from "./clock.ts";
import { deadlineOf } from "./deadlines.ts";
import { DeadlinePassed, ServerBusy, ServerRefused } from "./errors.ts";
import { maxWaitingBytes, type Outbox } from "./outbox.ts";

/** Calls that the server holds at one time; further ones wait here. */
export const maxInFlight = 32;

const overloaded = -32001;
const maxRetries = 5;
const firstBackoffMs = 200;
const maxBackoffMs = 5_000;
const maxExpired = 1_000;

export interface Answer {
  result?: unknown;
  error?: { code: number; message: string; data?: unknown };
}

interface Call {
  readonly method: CallMethod;
  readonly paramsText: string | undefined;
  readonly bytes: number;
  readonly deadlineMs: number;
  /** Made where the call was made, for its stack. */
  readonly site: Error;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  retries: number;
  timer: Timer | undefined;
}

export class Calls {
  readonly #outbox: Outbox;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  /** Every unsettled call, wherever it waits. */
  readonly #open = new Set<Call>();
  readonly #inFlight = new Map<number, Call>();
  readonly #waiting: Call[] = [];
  /** Ids that passed their deadline: their late answers are no junk. */
  readonly #expired = new Set<number>();
  #waitingBytes = 0;
  #occupied = 0;
  #nextId = 1;

  constructor(outbox: Outbox, clock: Clock, log: (line: string) => void) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#log = log;
  }

  /** Sends the call or queues it. The deadline counts from each sending, not while it waits its turn. */
  add(method: CallMethod, paramsText: string | undefined, deadlineMs?: number): Promise<unknown> {
    const site = new Error("called here");
    return new Promise((resolve, reject) => {
      const bytes = method.length + (paramsText === undefined ? 0 : Buffer.byteLength(paramsText));
      const call: Call = {
        method,
        paramsText,
        bytes,
        deadlineMs: deadlineMs ?? deadlineOf(method),
        site,
        resolve,
        reject,
        retries: 0,
        timer: undefined,
      };
      this.#open.add(call);
      if (!isUrgent(call) && this.#isFull(bytes)) this.#fail(call, new ServerBusy(method));
      else this.#enter(call);
    });
  }

  /** Settles the call that this answer belongs to. False if there never was such a call. */
  answer(id: unknown, answer: Answer): boolean {
    if (typeof id !== "number") return false;
    const call = this.#inFlight.get(id);
    if (call === undefined) return this.#noteLate(id);
    this.#leave(id, call);
    if (answer.error === undefined) {
      this.#open.delete(call);
      call.resolve(answer.result);
    } else if (answer.error.code === overloaded && call.retries < maxRetries) {
      this.#retryLater(call);
    } else {
      this.#fail(call, new ServerRefused(call.method, answer.error));
    }
    this.#sendWaiting();
    return true;
  }

  /** Rejects every unsettled call with `reason`. */
  close(reason: Error): void {
    const open = [...this.#open];
    this.#open.clear();
    this.#inFlight.clear();
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#occupied = 0;
    for (const call of open) {
      call.timer?.cancel();
      call.reject(reason);
    }
  }

  /** One oversized call is let through when nothing waits: it could never be sent otherwise. */
  #isFull(bytes: number): boolean {
    const waiting = this.#waitingBytes + this.#outbox.waitingBytes;
    return waiting > 0 && waiting + bytes > maxWaitingBytes;
  }

  #enter(call: Call): void {
    if (isUrgent(call) || this.#occupied < maxInFlight) {
      this.#send(call);
      return;
    }
    this.#waiting.push(call);
    this.#waitingBytes += call.bytes;
  }

  #sendWaiting(): void {
    while (this.#occupied < maxInFlight) {
      const call = this.#waiting.shift();
      if (call === undefined) return;
      this.#waitingBytes -= call.bytes;
      this.#send(call);
    }
  }

  #send(call: Call): void {
    const id = this.#nextId++;
    this.#inFlight.set(id, call);
    if (!isUrgent(call)) this.#occupied++;
    this.#watch(id, call);
    const params = call.paramsText === undefined ? "" : `,"params":${call.paramsText}`;
    this.#outbox.send(`{"id":${id},"method":${JSON.stringify(call.method)}${params}}`, isUrgent(call));
  }

  #watch(id: number, call: Call): void {
    const due = this.#clock.now() + call.deadlineMs;
    call.timer = this.#clock.after(call.deadlineMs, () => {
      // A timer that fires far too late means that we slept: the answer may lie unread before us.
      if (this.#clock.now() - due > 1_000) this.#watch(id, call);
      else this.#expire(id, call);
    });
  }

  #expire(id: number, call: Call): void {
    this.#leave(id, call);
    this.#expired.add(id);
    if (this.#expired.size > maxExpired) {
      for (const oldest of this.#expired) {
        this.#expired.delete(oldest);
        break;
      }
    }
    this.#fail(call, new DeadlinePassed(call.method, call.deadlineMs));
    this.#sendWaiting();
  }

  #leave(id: number, call: Call): void {
    this.#inFlight.delete(id);
    if (!isUrgent(call)) this.#occupied--;
    call.timer?.cancel();
    call.timer = undefined;
  }

  #retryLater(call: Call): void {
    const backoffMs = backoff(call.retries, this.#clock.random());
    call.retries++;
    this.#log(
      `${call.method}: overloaded, try ${call.retries + 1} of ${maxRetries + 1} in ${Math.round(backoffMs)} ms`,
    );
    call.timer = this.#clock.after(backoffMs, () => this.#enter(call));
  }

  #fail(call: Call, error: Error): void {
    this.#open.delete(call);
    const frames = call.site.stack?.split("\n").slice(1).join("\n") ?? "";
    error.stack = `${error.name}: ${error.message}\n${frames}`;
    call.reject(error);
  }

  #noteLate(id: number): boolean {
    if (!this.#expired.delete(id)) return false;
    this.#log(`the answer to call ${id} came after its deadline and was dropped`);
    return true;
  }
}

/** Stop must work when nothing else does. */
function isUrgent(call: Call): boolean {
  return call.method === "turn/interrupt";
}

/** Milliseconds before retry `retry` (from 0): 0.2 to 5 s, ±20 %, `random` from 0 to 1. */
function backoff(retry: number, random: number): number {
  const plainMs = firstBackoffMs * (maxBackoffMs / firstBackoffMs) ** (retry / (maxRetries - 1));
  return Math.min(maxBackoffMs, Math.max(firstBackoffMs, plainMs * (0.8 + 0.4 * random)));
}

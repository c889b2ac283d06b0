// Lines on their way out. It honours the stream's back-pressure and lets urgent lines overtake.
// It knows nothing of what a line says. Within a lane the order is kept; a line is written whole or not at
// all.

import type { Writable } from "node:stream";

/** What may wait to be sent before new calls are refused, in bytes. */
export const maxWaitingBytes = 8 * 1024 * 1024;

export class Outbox {
  readonly #output: Writable;
  readonly #onLine: ((direction: "sent", line: string) => void) | undefined;
  readonly #urgent: string[] = [];
  readonly #ordinary: string[] = [];
  #waitingBytes = 0;
  #blocked = false;
  #closed = false;
  readonly #onDrain = (): void => this.#flush();

  constructor(output: Writable, onLine?: (direction: "sent", line: string) => void) {
    this.#output = output;
    this.#onLine = onLine;
  }

  /** Bytes that the stream has not taken yet. What it took but has not delivered is bounded by one line. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Writes the line now or as soon as the stream drains. Without effect after `close`. */
  send(line: string, urgent: boolean): void {
    if (this.#closed) return;
    if (!this.#blocked) {
      this.#write(line);
      return;
    }
    (urgent ? this.#urgent : this.#ordinary).push(line);
    this.#waitingBytes += Buffer.byteLength(line);
  }

  /** Forgets all lines that were not written yet. */
  close(): void {
    this.#closed = true;
    this.#urgent.length = 0;
    this.#ordinary.length = 0;
    this.#waitingBytes = 0;
    this.#output.off("drain", this.#onDrain);
  }

  #write(line: string): void {
    this.#onLine?.("sent", line);
    if (this.#output.write(line + "\n")) return;
    this.#blocked = true;
    this.#output.once("drain", this.#onDrain);
  }

  #flush(): void {
    this.#blocked = false;
    while (!this.#blocked) {
      const line = this.#urgent.shift() ?? this.#ordinary.shift();
      if (line === undefined) return;
      this.#waitingBytes -= Buffer.byteLength(line);
      this.#write(line);
    }
  }
}

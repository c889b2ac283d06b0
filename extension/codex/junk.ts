// Lines and messages from the server that make no sense: counted, logged short, and judged by their rate.
// It never throws and never stops the stream; a server that speaks mostly junk is for the owner to restart.

import type { Clock } from "./clock.ts";

const windowMs = 60_000;
/** Junk messages within a minute after which the connection counts as unhealthy. */
export const maxJunkPerMinute = 100;
const shownCharacters = 200;

export class Junk {
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  readonly #onTooMuch: (reason: string) => void;
  #recent: number[] = [];
  #total = 0;
  #reported = false;

  constructor(clock: Clock, log: (line: string) => void, onTooMuch: (reason: string) => void) {
    this.#clock = clock;
    this.#log = log;
    this.#onTooMuch = onTooMuch;
  }

  /** All junk so far. */
  get total(): number {
    return this.#total;
  }

  /** Notes one dropped message; `what` says why it was dropped. */
  note(what: string, line: string): void {
    this.#total++;
    const now = this.#clock.now();
    this.#recent = this.#recent.filter((at) => now - at < windowMs);
    this.#recent.push(now);
    if (this.#recent.length <= maxJunkPerMinute) {
      this.#log(`dropped ${what}: ${line.slice(0, shownCharacters)}`);
    } else if (!this.#reported) {
      this.#reported = true;
      this.#onTooMuch(`more than ${maxJunkPerMinute} unreadable messages within a minute`);
    }
  }
}

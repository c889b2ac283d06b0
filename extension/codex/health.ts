// Does a busy server still speak? Pings it now and then and reports when it has been silent too long.
// It counts only time in which we were awake: after sleep nobody is blamed. Idle servers are left alone.

import type { Clock, Timer } from "./clock.ts";

const tickMs = 1_000;
const pingIntervalMs = 10_000;
const silenceLimitMs = 15_000;
/** A tick that comes this late means that the machine or the host slept. */
const sleptMs = 5_000;
/** After sleep the silence counts only from this much later. */
const wakeGraceMs = 15_000;

export interface HealthOptions {
  clock: Clock;
  /** A number that grows with each line from the server. */
  linesReceived: () => number;
  /** Asks the server something cheap. */
  ping: () => void;
  /** Silent for too long; told once until it speaks again. */
  onUnresponsive: (silentMs: number) => void;
  /** It speaks again after `onUnresponsive`. */
  onResponsive: () => void;
}

export class Health {
  readonly #options: HealthOptions;
  #timer: Timer | undefined;
  #lastTick = 0;
  #silentMs = 0;
  #sincePingMs = 0;
  #lines = 0;
  #unresponsive = false;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Begins to watch; without effect if it watches already. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#lastTick = this.#options.clock.now();
    this.#lines = this.#options.linesReceived();
    this.#silentMs = 0;
    // So that the first ping goes out at the first tick: the server may have hung while nobody watched.
    this.#sincePingMs = pingIntervalMs;
    this.#schedule();
  }

  /** Ends the watch; a reported silence is taken back. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#recover();
  }

  #schedule(): void {
    this.#timer = this.#options.clock.after(tickMs, () => {
      this.#schedule();
      this.#tick();
    });
  }

  #tick(): void {
    const now = this.#options.clock.now();
    const elapsedMs = now - this.#lastTick;
    this.#lastTick = now;
    const lines = this.#options.linesReceived();
    if (lines !== this.#lines) {
      this.#lines = lines;
      this.#silentMs = 0;
      this.#recover();
    } else {
      this.#silentMs = elapsedMs > sleptMs ? -wakeGraceMs : this.#silentMs + elapsedMs;
    }
    this.#sincePingMs += elapsedMs;
    if (this.#sincePingMs >= pingIntervalMs) {
      this.#sincePingMs = 0;
      this.#options.ping();
    }
    if (this.#silentMs >= silenceLimitMs && !this.#unresponsive) {
      this.#unresponsive = true;
      this.#options.onUnresponsive(this.#silentMs);
    }
  }

  #recover(): void {
    if (!this.#unresponsive) return;
    this.#unresponsive = false;
    this.#options.onResponsive();
  }
}

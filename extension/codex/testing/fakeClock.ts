// A clock that tests move by hand. Timers fire in order of their due time, those of equal time in order of
// birth.

import { type Clock, systemClock, type Timer } from "../clock.ts";

interface Pending {
  due: number;
  act: () => void;
}

export class FakeClock implements Clock {
  /** What `random` gives; the middle means "no jitter". */
  chance = 0.5;
  #now = 0;
  #pending: Pending[] = [];

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.chance;
  }

  after(delayMs: number, act: () => void): Timer {
    const pending = { due: this.#now + delayMs, act };
    this.#pending.push(pending);
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((one) => one !== pending);
      },
    };
  }

  /** Timers that have not fired. */
  get pendingCount(): number {
    return this.#pending.length;
  }

  /** Lets time pass, firing each timer at its own moment. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.due);
      this.#fire(next);
    }
    this.#now = end;
  }

  /** The machine sleeps: time passes, and what fell due meanwhile fires late, at the end. */
  sleep(ms: number): void {
    this.#now += ms;
    const overdue = this.#pending.filter((one) => one.due <= this.#now).toSorted((a, b) => a.due - b.due);
    for (const one of overdue) if (this.#pending.includes(one)) this.#fire(one);
  }

  #next(end: number): Pending | undefined {
    return this.#pending.filter((one) => one.due <= end).toSorted((a, b) => a.due - b.due)[0];
  }

  #fire(pending: Pending): void {
    this.#pending = this.#pending.filter((one) => one !== pending);
    pending.act();
  }
}

/** Waits of a second and more are moved by hand; shorter ones, for real processes, pass by themselves. */
export function clockOfLongWaits(): { clock: Clock; moved: FakeClock } {
  const moved = new FakeClock();
  const after: Clock["after"] = (ms, act) => (ms >= 1_000 ? moved : systemClock).after(ms, act);
  return { clock: { now: () => moved.now(), random: () => 0.5, after }, moved };
}

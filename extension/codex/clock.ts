// Time and chance as something that can be handed in, so that tests need no sleeping.
// `now` is monotonic: the wall clock may jump, deadlines must not.

export interface Timer {
  /** Forgets the timer; harmless after it fired. */
  cancel(): void;
}

export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Runs `act` once after `delayMs`. */
  after(delayMs: number, act: () => void): Timer;
  /** A number from 0 up to, not including, 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
  random: Math.random,
};

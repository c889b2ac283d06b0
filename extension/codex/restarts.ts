// How often, and after what wait, a server that ended by itself is started again.
// It is told of each end and answers; it starts nothing.

const delaysMs = [0, 250, 500, 1_000, 2_000, 4_000];
const windowMs = 3 * 60_000;
/** Ends within three minutes after which restarting stops. */
export const maxEnds = 5;

export interface End {
  /** When, on a monotonic clock, in ms. */
  at: number;
  code: number | null;
  /** True if it ended before it was ready. */
  starting: boolean;
  stderrTail: readonly string[];
}

export type Verdict =
  | { restart: true; attempt: number; delayMs: number }
  | { restart: false; why: "tooOften" | "sameStartupError" };

export class Restarts {
  #recent: number[] = [];
  /** Ends without three quiet minutes between them. */
  #inARow = 0;
  #lastStartupError: string | undefined;

  /** Forgets all: a person asked for a new start. */
  reset(): void {
    this.#recent = [];
    this.#inARow = 0;
    this.#lastStartupError = undefined;
  }

  /** What to do after this end; `random` from 0 to 1. */
  judge(end: End, random: number): Verdict {
    const last = this.#recent.at(-1);
    this.#inARow = last !== undefined && end.at - last < windowMs ? this.#inARow + 1 : 1;
    this.#recent = [...this.#recent.filter((at) => end.at - at < windowMs), end.at];
    const repeated = this.#isRepeatedStartupError(end);
    if (repeated) return { restart: false, why: "sameStartupError" };
    if (this.#recent.length >= maxEnds) return { restart: false, why: "tooOften" };
    const plainMs = delaysMs[Math.min(this.#inARow, delaysMs.length) - 1] ?? 0;
    return { restart: true, attempt: this.#inARow, delayMs: Math.round(plainMs * (0.8 + 0.4 * random)) };
  }

  /** A server that gives the same reason twice for not starting will give it a third time. */
  #isRepeatedStartupError(end: End): boolean {
    const text = end.starting && end.code === 1 ? withoutTimes(end.stderrTail.join("\n")) : "";
    const repeated = text !== "" && text === this.#lastStartupError;
    this.#lastStartupError = text;
    return repeated;
  }
}

function withoutTimes(text: string): string {
  return text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "");
}

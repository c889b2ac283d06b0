// The waits between restarts and the reasons to give up.
// Times and chance are given, so every delay is exact.

import { describe, expect, it } from "vitest";
import { type End, Restarts } from "./restarts.ts";

const end = (at: number, more: Partial<End> = {}): End => ({
  at,
  code: null,
  starting: false,
  stderrTail: [],
  ...more,
});

const failed = (at: number, words: string): End =>
  end(at, { code: 1, starting: true, stderrTail: [`2025-11-2${at}T01:02:03.${at}Z ${words}`] });

describe("Restarts", () => {
  it("waits longer each time and stops at the fifth end within three minutes", () => {
    const restarts = new Restarts();
    const verdicts = [0, 1, 2, 3, 4].map((at) => restarts.judge(end(at * 1000), 0.5));
    expect(verdicts).toEqual([
      { restart: true, attempt: 1, delayMs: 0 },
      { restart: true, attempt: 2, delayMs: 250 },
      { restart: true, attempt: 3, delayMs: 500 },
      { restart: true, attempt: 4, delayMs: 1_000 },
      { restart: false, why: "tooOften" },
    ]);
    restarts.reset();
    expect(restarts.judge(end(5_000), 0.5)).toMatchObject({ delayMs: 0 });
  });

  it("goes up to 4 s when ends come slowly but steadily, and starts over after three quiet minutes", () => {
    const restarts = new Restarts();
    const delays = [0, 1, 2, 3, 4, 5, 6, 9].map((minutes) => {
      const verdict = restarts.judge(end(minutes * 60_000), 0.5);
      return verdict.restart ? verdict.delayMs : verdict.why;
    });
    expect(delays).toEqual([0, 250, 500, 1_000, 2_000, 4_000, 4_000, 0]);
  });

  it("varies a delay by a fifth", () => {
    const delays = [0, 0.999_999].map((chance) => {
      const restarts = new Restarts();
      restarts.judge(end(0), chance);
      return restarts.judge(end(1), chance);
    });
    expect(delays).toMatchObject([{ delayMs: 200 }, { delayMs: 300 }]);
  });

  it("stops when a start fails twice with exit 1 and the same words, times aside", () => {
    const same = new Restarts();
    expect(same.judge(failed(0, "no home"), 0.5).restart).toBe(true);
    expect(same.judge(failed(1, "no home"), 0.5)).toEqual({ restart: false, why: "sameStartupError" });
    const other = new Restarts();
    other.judge(failed(0, "no home"), 0.5);
    expect(other.judge(failed(1, "disk full"), 0.5).restart).toBe(true);
  });

  it("does not count words written while it ran, other exit codes, or silence", () => {
    for (const more of [
      { code: 1, starting: false, stderrTail: ["words"] },
      { code: 2, starting: true, stderrTail: ["words"] },
      { code: 1, starting: true, stderrTail: [] },
    ]) {
      const restarts = new Restarts();
      restarts.judge(end(0, more), 0.5);
      expect(restarts.judge(end(1, more), 0.5).restart).toBe(true);
    }
  });
});

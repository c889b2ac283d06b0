import { describe, expect, it } from "vitest";
import type { RateLimit } from "../../extension/shared/rateLimits.ts";
import { limitUse, resetsWhen } from "./limitWords.ts";

const nowMs = new Date(2026, 5, 2, 11, 0).getTime();
const at = (hour: number, day = 2): number => new Date(2026, 5, day, hour, 5).getTime();
const limit = (percent: number): RateLimit => ({
  limitId: "codex",
  name: null,
  primary: { usedPercent: percent, windowMinutes: 300, resetsAtMs: at(14) },
  secondary: { usedPercent: 41, windowMinutes: 10_080, resetsAtMs: at(9, 20) },
  credits: { hasCredits: true, unlimited: false, balance: "12" },
  planType: "pro",
  reached: null,
});

describe("the words of a usage limit", () => {
  it("tell the fullest window first, each with its reset", () => {
    const use = limitUse([limit(84)], nowMs);
    expect(use).toMatchObject({ percent: 84, isNearlyUsed: true, label: "5-hour" });
    expect(use?.lines[0]).toMatch(/^84% of the 5-hour limit used, resets at .*05/);
    expect(use?.lines[1]).toMatch(/^41% of the weekly limit used, resets on .*20.* at .*05/);
    expect(use?.lines[2]).toBe("Credits left: 12");
  });

  it("warn from 80 % on", () => {
    expect(limitUse([limit(79.4)], nowMs)?.isNearlyUsed).toBe(false);
    expect(limitUse([limit(80)], nowMs)?.isNearlyUsed).toBe(true);
  });

  it("say nothing when nothing is known or all has begun anew", () => {
    expect(limitUse([], nowMs)).toBeNull();
    expect(limitUse([limit(84)], at(9, 21))).toBeNull();
  });

  it("say when what is used up comes back, and nothing of what is not", () => {
    expect(resetsWhen([limit(100)], nowMs)).toMatch(/^ at .*05/);
    expect(resetsWhen([limit(84)], nowMs)).toBe("");
  });
});

import { describe, expect, it } from "vitest";
import type { v2 } from "./protocol.ts";
import { mergeLimits, usedUpUntil, windowsInUse } from "./rateLimits.ts";

const silent: v2.RateLimitSnapshot = {
  limitId: "codex",
  limitName: null,
  normalModelSlug: null,
  primary: null,
  secondary: null,
  credits: null,
  individualLimit: null,
  spendControlReached: null,
  planType: null,
  rateLimitReachedType: null,
};
const primary = { usedPercent: 12, windowDurationMins: 300, resetsAt: 2_000 };
const full: v2.RateLimitSnapshot = {
  ...silent,
  primary,
  secondary: { usedPercent: 41, windowDurationMins: 10_080, resetsAt: 9_000 },
  credits: { hasCredits: true, unlimited: false, balance: "12" },
  planType: "pro",
};

describe("limits told sparsely", () => {
  it("are nothing at all while nothing was said", () => {
    const none = mergeLimits([], silent);
    expect(none).toEqual([]);
    expect(mergeLimits(none, silent)).toBe(none);
  });

  it("keep what an update leaves out, and are the same list when it says nothing new", () => {
    const known = mergeLimits([], full);
    expect(mergeLimits(known, silent)).toBe(known);
    expect(
      mergeLimits(known, { ...silent, primary: { ...primary, usedPercent: 30, resetsAt: null } }),
    ).toMatchObject([
      {
        primary: { usedPercent: 30, windowMinutes: 300, resetsAtMs: 2_000_000 },
        secondary: { usedPercent: 41 },
        credits: { balance: "12" },
        planType: "pro",
      },
    ]);
  });

  it("are kept by limit", () => {
    const both = mergeLimits(mergeLimits([], full), { ...full, limitId: "other", limitName: "Other" });
    expect(both.map(({ limitId }) => limitId)).toEqual(["codex", "other"]);
    expect(
      mergeLimits(both, { ...silent, limitId: null, primary: { ...primary, usedPercent: 50 } }),
    ).toMatchObject([{ primary: { usedPercent: 50 } }, { primary: { usedPercent: 12 } }]);
  });

  it("are no longer reached once a window is told anew", () => {
    const reached = mergeLimits([], { ...full, rateLimitReachedType: "rate_limit_reached" });
    expect(mergeLimits(reached, silent)).toBe(reached);
    expect(mergeLimits(reached, full)).toMatchObject([{ reached: null }]);
  });
});

describe("what is used up", () => {
  const spent = mergeLimits([], { ...full, primary: { ...primary, usedPercent: 100 } });

  it("resets when its window does", () => {
    expect(usedUpUntil(spent, 1_000_000)).toBe(2_000_000);
    expect(usedUpUntil(mergeLimits([], full), 1_000_000)).toBeNull();
  });

  it("is not counted after its reset", () => {
    expect(usedUpUntil(spent, 3_000_000)).toBeNull();
    expect(windowsInUse(spent, 3_000_000).map(({ usedPercent }) => usedPercent)).toEqual([41]);
  });
});

// Holds that a turn is charged with what the thread used since it began, and no other thread with it.

import { expect, it } from "vitest";
import type { PageEvent } from "../../extension/shared/events.ts";
import { countTokens, noTokens } from "./turnTokens.ts";

const told = (turnId: string, total: number, last: number, threadId = "t"): PageEvent =>
  ({
    method: "thread/tokenUsage/updated",
    params: {
      threadId,
      turnId,
      tokenUsage: { total: { totalTokens: total }, last: { totalTokens: last }, modelContextWindow: null },
    },
  }) as PageEvent;

it("counts from the first telling on", () => {
  const first = countTokens(noTokens("t"), [
    told("1", 1_000, 100),
    told("1", 1_300, 300),
    told("2", 1_350, 50),
  ]);
  expect([...first.used]).toEqual([
    ["1", 400],
    ["2", 50],
  ]);
  expect(countTokens(first, [told("1", 9, 9, "other")])).toBe(first);
  expect(countTokens(first, [told("2", 1_450, 100)]).used.get("2")).toBe(150);
});

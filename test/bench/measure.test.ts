import { describe, expect, it } from "vitest";
import { median, percentile, ratioOf } from "./measure.ts";

describe("measuring", () => {
  it("takes the middle of odd and even counts", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
    expect(() => median([])).toThrow(RangeError);
  });

  it("takes the value that so many of a hundred do not exceed", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 95)).toBe(95);
    expect(percentile(values, 100)).toBe(100);
    expect(percentile([7, 3], 50)).toBe(3);
    expect(percentile([7], 5)).toBe(7);
    expect(() => percentile([], 95)).toThrow(RangeError);
  });

  it("lets both take turns after one unmeasured round, and divides the right way", async () => {
    const order: string[] = [];
    const timed = (name: string, ms: number) => () => {
      order.push(name);
      return ms;
    };
    expect(await ratioOf(timed("m", 6), timed("f", 2), 3)).toBe(3);
    expect(order.join("")).toBe("fmfmmffm");
  });
});

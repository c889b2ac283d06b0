// Holds that no part of the tests can fail in silence.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCounts } from "./results.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lectern-results-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileWith(result: unknown): string {
  const path = join(folder, "part.json");
  writeFileSync(path, JSON.stringify(result));
  return path;
}

describe("readCounts", () => {
  it("reads the numbers of vitest and of our own checks", () => {
    const vitest = { numTotalTests: 9, numPassedTests: 7, numFailedTests: 2, success: false };
    expect(readCounts(fileWith(vitest), 1)).toEqual({ passed: 7, failed: 2 });
    expect(readCounts(fileWith({ passed: 5, failed: 0 }), 0)).toEqual({ passed: 5, failed: 0 });
  });

  it("counts a part as failed that left no numbers or ran nothing", () => {
    expect(readCounts(join(folder, "absent.json"), 0)).toEqual({ passed: 0, failed: 1 });
    expect(readCounts(fileWith({ numPassedTests: 0, numFailedTests: 0 }), 0)).toEqual({
      passed: 0,
      failed: 1,
    });
  });

  it("counts a part as failed that ended badly although each of its tests passed", () => {
    const allPassed = { numPassedTests: 3, numFailedTests: 0 };
    expect(readCounts(fileWith(allPassed), 1)).toEqual({ passed: 3, failed: 1 });
    expect(readCounts(fileWith(allPassed), null)).toEqual({ passed: 3, failed: 1 });
  });
});

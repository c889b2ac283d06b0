// Where each part of the tests leaves its numbers, and how they are read. It runs no test.
// A part that left no numbers, or that failed without a failing test, counts as one failure: silence is no success.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./project.ts";

/** How many tests passed and failed. */
export interface Counts {
  passed: number;
  failed: number;
}

/** The file for the numbers of one part. */
export function resultPath(part: string): string {
  return join(projectRoot, ".build", "results", `${part}.json`);
}

/** The numbers of one part that has ended with `exitCode` (null: it was killed). */
export function readCounts(path: string, exitCode: number | null): Counts {
  const counts = existsSync(path)
    ? countsOf(JSON.parse(readFileSync(path, "utf8")))
    : { passed: 0, failed: 0 };
  const failedWithoutATest = exitCode !== 0 && counts.failed === 0;
  const ranNothing = counts.passed + counts.failed === 0;
  return { ...counts, failed: failedWithoutATest || ranNothing ? 1 : counts.failed };
}

function countsOf(result: unknown): Counts {
  const { passed, failed, numPassedTests, numFailedTests } = result as Record<string, number | undefined>;
  return { passed: passed ?? numPassedTests ?? 0, failed: failed ?? numFailedTests ?? 0 };
}

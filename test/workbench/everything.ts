// Runs every kind of test in order, goes on after a part that fails, and ends with one line that adds them up.
// It knows the parts by name only. No part may outlast the whole run's limit.
//
// node test/workbench/everything.ts

import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { projectRoot } from "./project.ts";
import { readCounts, resultPath, type Counts } from "./results.ts";

/** Twice what two cores take: reached by a part that hangs, or by a machine that is too slow for the deadlines. */
const limitMs = 40 * 60_000;
const startedAt = Date.now();

/** Each is a command of task.mjs, which does the set-up that it needs: a set-up that fails fails one part only. */
const parts = ["check", "unit", "page", "contract", "e2e"] as const;

function programOf(part: (typeof parts)[number]): string[] {
  if (part === "check") return ["task.mjs", part];
  return ["task.mjs", part, "--reporter=default", "--reporter=json", `--outputFile.json=${resultPath(part)}`];
}

async function runPart(part: (typeof parts)[number]): Promise<Counts> {
  console.log(`\n== ${part}`);
  rmSync(resultPath(part), { force: true });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    const timeout = Math.max(1, startedAt + limitMs - Date.now());
    const child = spawn(process.execPath, programOf(part), { cwd: projectRoot, stdio: "inherit", timeout });
    child.on("error", reject);
    child.on("close", resolve);
  });
  return readCounts(resultPath(part), exitCode);
}

const total: Counts = { passed: 0, failed: 0 };
for (const part of parts) {
  const partStartedAt = Date.now();
  const { passed, failed } = await runPart(part);
  total.passed += passed;
  total.failed += failed;
  const seconds = Math.round((Date.now() - partStartedAt) / 1000);
  console.log(`== ${part}: ${passed} passed, ${failed} failed (${seconds} s)`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

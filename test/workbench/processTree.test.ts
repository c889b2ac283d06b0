// Holds that what the tools start is ended with all its children, and that a program that dies is noticed.

import { describe, expect, it } from "vitest";
import { startProcessTree } from "./processTree.ts";

const deadlineMs = 10_000;
/** The child shares its parent's output, so that output is complete only when both have ended. */
const startsAChildThatIgnoresUs = `
  const ignoring = "process.on('SIGTERM', () => {}); console.log('child is up'); setInterval(() => {}, 1000)";
  require("node:child_process").spawn(process.execPath, ["-e", ignoring], { stdio: "inherit" });
`;

describe("startProcessTree", () => {
  it("ends a child that does not heed SIGTERM", async () => {
    const tree = startProcessTree(process.execPath, ["-e", startsAChildThatIgnoresUs], { stopGraceMs: 300 });
    await tree.waitFor(/child is up/, deadlineMs);
    await tree.stop();
    await expect(tree.ended).resolves.not.toBe(0);
  });

  it("rejects with the program's words when it ends before it said what was awaited", async () => {
    const tree = startProcessTree(process.execPath, ["-e", "console.error('no room left')"]);
    await expect(tree.waitFor(/ready/, deadlineMs)).rejects.toThrow(/ended before[^]*no room left/);
    await tree.stop();
  });
});

// Runs suite.ts inside a real extension host and shows its report as one test.

import { join } from "node:path";
import { expect, it } from "vitest";
import { runInHost } from "../workbench/inHost.ts";
import { projectRoot } from "../workbench/project.ts";

it("activates in a real VS Code and contributes what package.json says", async () => {
  const report = await runInHost(join(projectRoot, ".build", "e2e", "suite.cjs"));
  expect(report.failed).toEqual([]);
  expect(report.passed).toContain("the extension activates");
  expect(report.passed).toContain("every contributed command is registered");
});

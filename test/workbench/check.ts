// Everything that can be said about the sources without running them: format, lint, types, generated protocol, lock
// file. One line a step; the whole output of a step that fails. It changes nothing.
//
// node test/workbench/check.ts

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./project.ts";
import { resultPath, type Counts } from "./results.ts";

interface Step {
  readonly name: string;
  /** The complaint; undefined when all is well. */
  readonly look: () => string | undefined;
}

const steps: readonly Step[] = [
  { name: "format", look: () => complaintOf("node_modules/oxfmt/bin/oxfmt", "--check", ".") },
  { name: "lint", look: () => complaintOf("node_modules/oxlint/bin/oxlint") },
  { name: "types", look: () => complaintOf("node_modules/typescript/bin/tsc", "-b") },
  { name: "generated protocol", look: () => complaintOf("bin/protocol.mjs", "--compare") },
  { name: "lock file", look: hostsInLockFile },
];

function complaintOf(...program: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd: projectRoot,
    encoding: "utf8",
  });
  return status === 0 ? undefined : `${stdout}${stderr}`;
}

/** Whoever installs decides on the registry: the lock file names contents, never a host. */
function hostsInLockFile(): string | undefined {
  const lock = JSON.parse(readFileSync(join(projectRoot, "package-lock.json"), "utf8")) as {
    packages: Record<string, { resolved?: string }>;
  };
  const named = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined);
  if (named.length === 0) return undefined;
  const list = named.map(([path, entry]) => `  ${path}: ${entry.resolved ?? ""}`).join("\n");
  return `package-lock.json names where packages come from:\n${list}\nWrite it with: npm install --omit-lockfile-registry-resolved\n`;
}

const counts: Counts = { passed: 0, failed: 0 };
for (const { name, look } of steps) {
  const complaint = look();
  if (complaint === undefined) counts.passed += 1;
  else counts.failed += 1;
  console.log(complaint === undefined ? `ok      ${name}` : `FAILED  ${name}\n${complaint}`);
}
mkdirSync(join(resultPath("check"), ".."), { recursive: true });
writeFileSync(resultPath("check"), JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

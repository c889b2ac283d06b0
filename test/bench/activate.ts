// How long Lectern takes to activate, against an extension that does nothing, in the same window of a VS Code in the
// browser. Lectern is built for production into a folder of the bench's own, and activated by the suite alone.

import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { buildExtension } from "../../build.mjs";
import { launchChromium } from "../workbench/chromium.ts";
import { addressPath, hasCodeServer, linkExtensions, startCodeServer } from "../workbench/codeServer.ts";
import { makeWorkFolder, projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { testSettings } from "../workbench/settings.ts";
import { median } from "./measure.ts";

/** Milliseconds, as the suite reports them. */
interface Activations {
  readonly emptyBefore: number;
  readonly lectern: number;
  readonly emptyAfter: number;
}

const reportDeadlineMs = 60_000;
const pollMs = 50;
const emptyNames = ["warm", "before", "after"].map((name) => `bench-${name}`);

/** Lectern's activation ÷ the mean of two empty ones, the one before and the one after it. A window a round. */
export async function activateRatio(rounds: number): Promise<number> {
  if (!hasCodeServer()) throw new Error("no VS Code is here: node test/workbench/setUp.ts vscode");
  const home = await makeWorkFolder("bench-activate");
  try {
    const folder = join(home, "sample");
    await makeSampleFolder(folder);
    const extensions = [await makeLectern(home), ...(await makeEmpties(home))];
    const suite = join(home, "suite.cjs");
    await bundle("test/bench/activateSuite.ts", suite);
    return await inWindows({ home, folder, suite, extensions }, rounds);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

interface Stage {
  readonly home: string;
  readonly folder: string;
  readonly suite: string;
  readonly extensions: readonly string[];
}

async function inWindows({ home, folder, suite, extensions }: Stage, rounds: number): Promise<number> {
  const folders = { dataDir: join(home, "data"), extensionsDir: join(home, "extensions") };
  const report = join(home, "report.json");
  await linkExtensions(folders.extensionsDir, extensions);
  const server = await startCodeServer({
    ...folders,
    // With its view shown VS Code would activate Lectern by itself.
    settings: { ...testSettings("dark"), "workbench.secondarySideBar.defaultVisibility": "hidden" },
    workspaceTrust: false,
    developmentHost: true,
    env: { LECTERN_BENCH_REPORT: report, CODEX_HOME: join(home, "codex") },
  });
  const browser = await launchChromium();
  try {
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${addressPath(path)}`;
    const payload = [
      ["extensionDevelopmentPath", remote(extensions.at(-1) ?? "")],
      ["extensionTestsPath", remote(suite)],
    ];
    const address = `${server.addressOf(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    const ratios: number[] = [];
    // One more than counts: the first window finds nothing cached.
    for (let round = 0; round <= rounds; round++)
      ratios.push(ratioIn(await activationsIn(browser, address, report)));
    return median(ratios.slice(1));
  } finally {
    await browser.close();
    await server.stop();
  }
}

function ratioIn({ emptyBefore, lectern, emptyAfter }: Activations): number {
  return lectern / ((emptyBefore + emptyAfter) / 2);
}

async function activationsIn(browser: Browser, address: string, report: string): Promise<Activations> {
  const page = await browser.newPage();
  try {
    await page.goto(address);
    for (const deadline = Date.now() + reportDeadlineMs; !existsSync(report);) {
      if (Date.now() > deadline) throw new Error("The window told no activation times.");
      await new Promise((later) => setTimeout(later, pollMs));
    }
    const told = JSON.parse(await readFile(report, "utf8")) as Activations | { readonly error: string };
    if ("error" in told) throw new Error(told.error);
    return told;
  } finally {
    await rm(report, { force: true });
    await page.context().close();
  }
}

/** The extension as it is shipped, except that nothing but the suite activates it. */
async function makeLectern(home: string): Promise<string> {
  const folder = join(home, "lectern");
  const manifest = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as object;
  await mkdir(join(folder, "dist"), { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, activationEvents: [] }));
  await bundle("extension/main.ts", join(folder, "dist", "extension.cjs"));
  return folder;
}

async function makeEmpties(home: string): Promise<string[]> {
  const { engines } = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as {
    engines: Record<string, string>;
  };
  const made = emptyNames.map(async (name) => {
    const folder = join(home, name);
    await mkdir(folder);
    const manifest = { name, publisher: "lectern", version: "0.0.1", main: "./main.cjs", engines };
    await writeFile(join(folder, "main.cjs"), "exports.activate = () => undefined;\n");
    await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, activationEvents: [] }));
    return folder;
  });
  return await Promise.all(made);
}

async function bundle(entry: string, outfile: string): Promise<void> {
  const part = `${outfile}.part`;
  await buildExtension(part, entry);
  await rename(part, outfile);
}

// A window of VS Code is reloaded in the middle of a turn, with an approval open and a draft typed: how long from the
// first line of the extension that VS Code runs to a page that shows the thread, its draft, and what became of the turn.
// The whole of it, as shipped, in a VS Code in the browser; only the first line is the bench's own and tells the time.

import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { buildExtension, buildPage } from "../../build.mjs";
import { approval, articles, button, composer, send, transcript } from "../e2e/lecternPage.ts";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { startProvider } from "../provider/provider.ts";
import { whenUser } from "../provider/script.ts";
import { hasCodeServer } from "../workbench/codeServer.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { makeWorkFolder, projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { median } from "./measure.ts";

const draft = "and not sent yet";
const floorWord = "the-floor-is-here";
const shownDeadlineMs = 60_000;

/** The approval is open while the message still comes: the reload cuts off both. */
const script = whenUser(/^Work/, [
  [
    command({ cmd: "date", escalate: { justification: "What time is it?" } }),
    message({ text: "Word after word. ".repeat(4_000), deltas: 4_000, delayMs: 50 }),
  ],
]);

export interface WindowReload {
  /** From the first line of Lectern that VS Code runs to a page that shows it all and is painted; a median. */
  readonly ms: number;
  /** That ÷ the same of an extension whose page says one word and asks for nothing. */
  readonly ratio: number;
}

/** Rejects where no VS Code is. */
export async function reloadWindow(rounds: number): Promise<WindowReload> {
  if (!hasCodeServer()) throw new Error("no VS Code is here: node test/workbench/setUp.ts vscode");
  const floorMs = await inWorkbench(makeFloor, async (workbench) => {
    await workbench.runCommand("Floor: Focus");
    await workbench.lecternPage().getByText(floorWord).waitFor();
    return await reloads(workbench, rounds, async () => undefined, [floorWord]);
  });
  const ms = await inWorkbench(makeLectern, (workbench) =>
    reloads(workbench, rounds, () => prepare(workbench), [
      "Work",
      "Word after word.",
      "cut off",
      "Not run: Codex ended before your answer",
      "Turn stopped",
      draft,
    ]),
  );
  return { ms, ratio: ms / floorMs };
}

interface Bench extends Workbench {
  /** The file that takes the time of the first line. */
  readonly marks: string;
}

/** A VS Code with the extension that `make` puts into a folder, and the scripted model. */
async function inWorkbench(
  make: (folder: string) => Promise<void>,
  measure: (workbench: Bench) => Promise<number>,
): Promise<number> {
  const home = await makeWorkFolder("bench-reload");
  const provider = await startProvider({ script, record: false });
  try {
    const folder = join(home, "sample");
    const marks = join(home, "activated");
    const extension = { folder: join(home, "extension") };
    await makeSampleFolder(folder);
    await mkdir(extension.folder);
    await make(extension.folder);
    const env = { LECTERN_BENCH_MARKS: marks };
    const viewport = { width: 1280, height: 1000 };
    const workbench = await openWorkbench({ folder, extension, env, viewport });
    try {
      await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
      return await measure({ ...workbench, marks });
    } finally {
      await workbench.stop();
    }
  } finally {
    await provider.close();
    await rm(home, { recursive: true, force: true });
  }
}

/** The median of so many reloads, and one before them that finds nothing cached. */
async function reloads(
  { page, marks }: Bench,
  rounds: number,
  prepareOnce: () => Promise<void>,
  words: readonly string[],
): Promise<number> {
  let shown = Promise.withResolvers<number>();
  await page.exposeBinding("lecternBenchShown", (_source, atMs: number) => shown.resolve(atMs));
  await page.addInitScript(watchFor, words);
  const found: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    await prepareOnce();
    await writeFile(marks, "");
    shown = Promise.withResolvers();
    await page.reload({ waitUntil: "commit" });
    const shownMs = await within(shownDeadlineMs, shown.promise);
    const activatedMs = Number((await readFile(marks, "utf8")).split("\n")[0]);
    found.push(shownMs - activatedMs);
  }
  return median(found.slice(1));
}

/**
 * Runs in each frame before its own scripts: tells once when all words are painted. In the frame itself, because asking
 * from outside takes a share of the window's own time.
 */
function watchFor(words: readonly string[]): void {
  if (window === window.top) return;
  const { lecternBenchShown } = window as unknown as { lecternBenchShown: (atMs: number) => void };
  const look = (): void => {
    const fields = [...document.querySelectorAll("textarea")].map(({ value }) => value);
    const text = `${document.body?.textContent} ${fields.join(" ")}`;
    if (!words.every((word) => text.includes(word))) return void setTimeout(look, 10);
    requestAnimationFrame(() => setTimeout(() => lecternBenchShown(Date.now())));
  };
  look();
}

async function within<T>(deadlineMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("The page did not come back.")), deadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A turn under way with an approval open, and a draft. */
async function prepare(workbench: Workbench): Promise<void> {
  const lectern = await workbench.openLectern();
  await button(lectern, "New thread").click();
  await transcript(lectern).getByRole("article").first().waitFor({ state: "detached" });
  await send(lectern, "Work");
  await approval(lectern).waitFor();
  await articles(lectern, "Codex").getByText("Word after word.").waitFor();
  await composer(lectern).fill(draft);
  await hostHasAll(workbench, lectern);
}

/** The host takes what the page says in order: once it shows its list, it has the draft. */
async function hostHasAll({ page }: Workbench, lectern: FrameLocator): Promise<void> {
  await button(lectern, "Earlier threads").click();
  const list = page.locator(".quick-input-widget");
  await list.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
}

/** The extension as it is shipped, behind a first line that tells when VS Code ran it. */
async function makeLectern(folder: string): Promise<void> {
  const manifest = await ownManifest();
  await cp(join(projectRoot, "media"), join(folder, "media"), { recursive: true });
  await buildExtension(join(folder, "dist", "extension.cjs"), "extension/main.ts");
  await buildPage(join(folder, "dist", "webview"));
  await symlink(join(projectRoot, "bin"), join(folder, "bin"), "junction");
  await writeMarked(folder, manifest, `module.exports = require("./extension.cjs");`);
}

/** A view in the same place, with a page of one word. */
async function makeFloor(folder: string): Promise<void> {
  await mkdir(join(folder, "dist"));
  await writeFile(join(folder, "icon.svg"), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"/>');
  const { engines } = await ownManifest();
  const container = { id: "floor", title: "Floor", icon: "icon.svg" };
  const manifest = {
    name: "floor",
    publisher: "bench",
    version: "1.0.0",
    engines,
    activationEvents: ["onStartupFinished"],
    extensionKind: ["workspace"],
    contributes: {
      viewsContainers: { secondarySidebar: [container] },
      views: { floor: [{ id: "floor.view", name: "Floor", type: "webview" }] },
      commands: [{ command: "floor.focus", title: "Floor: Focus" }],
    },
  };
  const program = `const { commands, window } = require("vscode");
exports.activate = () => {
  commands.registerCommand("floor.focus", () => commands.executeCommand("floor.view.focus"));
  window.registerWebviewViewProvider("floor.view", {
    resolveWebviewView(view) {
      view.webview.options = { enableScripts: true };
      view.webview.html = '<!DOCTYPE html><body><p id="root"></p><script>document.getElementById("root").textContent = "${floorWord}";</script>';
    },
  });
};`;
  await writeMarked(folder, manifest, program);
}

async function ownManifest(): Promise<{ engines: object }> {
  return JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as { engines: object };
}

async function writeMarked(folder: string, manifest: object, program: string): Promise<void> {
  const first = `require("node:fs").appendFileSync(process.env.LECTERN_BENCH_MARKS, Date.now() + "\\n");`;
  await writeFile(join(folder, "dist", "marked.cjs"), `${first}\n${program}\n`);
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, main: "./dist/marked.cjs" }));
}

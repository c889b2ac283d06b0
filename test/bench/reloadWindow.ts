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

/** The approval is open while the message still comes: the reload cuts off both. */
const script = whenUser(/^Work/, [
  [
    command({ cmd: "date", escalate: { justification: "What time is it?" } }),
    message({ text: "Word after word. ".repeat(4_000), deltas: 4_000, delayMs: 50 }),
  ],
]);

/** Milliseconds, by the median. Rejects where no VS Code is. */
export async function reloadWindowMs(rounds: number): Promise<number> {
  if (!hasCodeServer()) throw new Error("no VS Code is here: node test/workbench/setUp.ts vscode");
  const home = await makeWorkFolder("bench-reload");
  const provider = await startProvider({ script, record: false });
  try {
    const folder = join(home, "sample");
    const marks = join(home, "activated");
    await makeSampleFolder(folder);
    const extension = { folder: await makeLectern(home) };
    const env = { LECTERN_BENCH_MARKS: marks };
    const workbench = await openWorkbench({
      folder,
      extension,
      env,
      viewport: { width: 1280, height: 1000 },
    });
    try {
      await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
      const found: number[] = [];
      // One more than counts: the first window finds nothing cached.
      for (let round = 0; round <= rounds; round++) found.push(await reloadOnce(workbench, marks));
      return median(found.slice(1));
    } finally {
      await workbench.stop();
    }
  } finally {
    await provider.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function reloadOnce(workbench: Workbench, marks: string): Promise<number> {
  const lectern = await workbench.openLectern();
  await button(lectern, "New thread").click();
  await transcript(lectern).getByRole("article").first().waitFor({ state: "detached" });
  await send(lectern, "Work");
  await approval(lectern).waitFor();
  await articles(lectern, "Codex").getByText("Word after word.").waitFor();
  await composer(lectern).fill(draft);
  await hostHasAll(workbench, lectern);
  await writeFile(marks, "");
  await workbench.page.reload({ waitUntil: "commit" });
  await showsAll(workbench.lecternPage());
  const shownMs = Date.now();
  const activatedMs = Number((await readFile(marks, "utf8")).split("\n")[0]);
  return shownMs - activatedMs;
}

/** The host takes what the page says in order: once it shows its list, it has the draft. */
async function hostHasAll({ page }: Workbench, lectern: FrameLocator): Promise<void> {
  await button(lectern, "Earlier threads").click();
  const list = page.locator(".quick-input-widget");
  await list.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
}

async function showsAll(lectern: FrameLocator): Promise<void> {
  await Promise.all([
    articles(lectern, "You").getByText("Work").waitFor(),
    articles(lectern, "Codex").getByText("Word after word.").waitFor(),
    transcript(lectern).getByText("cut off").first().waitFor(),
    transcript(lectern).getByText("Not run: Codex ended before your answer").first().waitFor(),
    transcript(lectern).getByRole("note", { name: "Turn stopped" }).waitFor(),
  ]);
  const kept = await composer(lectern).inputValue();
  if (kept !== draft) throw new Error("The draft did not come back with its thread.");
}

/** The extension as it is shipped, behind a first line that tells when VS Code ran it. */
async function makeLectern(home: string): Promise<string> {
  const folder = join(home, "lectern");
  const manifest = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as object;
  await mkdir(folder);
  await cp(join(projectRoot, "media"), join(folder, "media"), { recursive: true });
  await buildExtension(join(folder, "dist", "extension.cjs"), "extension/main.ts");
  await buildPage(join(folder, "dist", "webview"));
  await symlink(join(projectRoot, "bin"), join(folder, "bin"), "junction");
  const first = `require("node:fs").appendFileSync(process.env.LECTERN_BENCH_MARKS, Date.now() + "\\n");\n`;
  await writeFile(
    join(folder, "dist", "marked.cjs"),
    `${first}module.exports = require("./extension.cjs");\n`,
  );
  await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, main: "./dist/marked.cjs" }));
  return folder;
}

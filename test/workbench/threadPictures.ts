// Pictures of the Threads view in a real VS Code, in three themes, narrow and wide: threads of this folder, one
// pinned, one waiting for an answer. Run it when what a person sees of it has changed, and look at what it made.
//
// node test/workbench/threadPictures.ts [--out DIR]   (after `npm run build`)

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { answer, approval, button, send } from "../e2e/lecternPage.ts";
import { openWorkbench } from "./driver.ts";
import { takeAll } from "./pictureThemes.ts";
import { projectRoot } from "./project.ts";
import { makeSampleFolder } from "./sample.ts";

async function run(out: string): Promise<void> {
  const folder = join(projectRoot, ".build", "pictures", "greeting");
  await mkdir(out, { recursive: true });
  await makeSampleFolder(folder);
  const workbench = await openWorkbench({
    folder,
    extension: "workTree",
    viewport: { width: 1280, height: 860 },
  });
  const { page } = workbench;
  try {
    const lectern = await workbench.openLectern();
    await workbench.runCommand("Lectern: Start the Offline Demo");
    await lectern.getByText("scripted, no model").first().waitFor();
    await workbench.screenshot(join(out, "collapsed.png"));
    for (const prompt of ["Greet politely when there is no name", "Explain what the test covers"]) {
      await send(lectern, prompt);
      await answer(lectern, /Deny, and stop/);
      await button(lectern, "Stop").waitFor({ state: "detached" });
      await workbench.runCommand("Lectern: New Thread");
    }
    await send(lectern, "Rename greet to welcome everywhere, with its test");
    await approval(lectern).waitFor();
    await page.getByRole("button", { name: "Threads Section" }).click();
    const row = page.getByRole("treeitem", { name: /^Greet politely/ });
    await row.hover();
    await row.getByRole("button", { name: "Pin Thread" }).click();
    await page.getByRole("treeitem", { name: /^Pinned/ }).waitFor();
    await takeAll(workbench, out, "threads");
    await workbench.runCommand("Lectern: Open Earlier Thread");
    await page.locator(".quick-input-widget input").first().fill("test");
    await page.locator(".quick-input-widget").getByText("Explain what the test covers").waitFor();
    await workbench.screenshot(join(out, "search.png"));
    await page.keyboard.press("Escape");
    await page.getByRole("treeitem", { name: /^Explain/ }).click({ button: "right" });
    await workbench.screenshot(join(out, "menu.png"));
  } catch (error) {
    await workbench.screenshot(join(out, "failed.png"));
    throw error;
  } finally {
    await workbench.stop();
  }
}

const { values } = parseArgs({ options: { out: { type: "string" } } });
await run(values.out ?? join(projectRoot, ".build", "pictures", "threads"));

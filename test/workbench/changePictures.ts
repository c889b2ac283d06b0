// Pictures of what Codex changed in a real VS Code, in three themes, narrow and wide: the foot of the turn, marks in the
// working file, the diff of many files, the review pane. Run it when what a person sees of it has changed, and look.
//
// node test/workbench/changePictures.ts [--out DIR]   (after `npm run build`)

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
  const viewport = { width: 1280, height: 860 };
  const workbench = await openWorkbench({ folder, extension: "workTree", viewport });
  const { page } = workbench;
  try {
    const lectern = await workbench.openLectern();
    await workbench.runCommand("Lectern: Start the Offline Demo");
    await lectern.getByText("scripted, no model").first().waitFor();
    await send(lectern, "Greet politely when there is no name, with a test");
    for (let asked = 0; asked < 2; asked++) {
      await approval(lectern).waitFor();
      await answer(lectern, /^1?\s*Allow$/);
    }
    await button(lectern, "Stop").waitFor({ state: "detached" });
    await lectern
      .getByText(/files? changed/)
      .last()
      .waitFor();
    await page.locator(".explorer-viewlet").getByText("src", { exact: true }).click();
    await page.locator(".explorer-viewlet").getByText("greeting.js").first().dblclick();
    await page.locator(".codelens-decoration").first().waitFor();
    await takeAll(workbench, out, "marks");
    await workbench.runCommand("Lectern: Open What Codex Changed in the Diff Editor…");
    await page.locator(".multiDiffEntry").first().waitFor();
    await takeAll(workbench, out, "native");
    await lectern.getByRole("button", { name: "Review the changes of this turn" }).click();
    const pane = page
      .frameLocator('iframe.webview.ready:not([src*="purpose=webviewView"])')
      .frameLocator("#active-frame");
    await pane.getByRole("button", { name: "Comment on added line 3" }).click();
    await pane.getByRole("textbox", { name: /comment/i }).fill("A word on why would help here.");
    await pane.getByRole("button", { name: "Add comment" }).click();
    await takeAll(workbench, out, "pane");
  } catch (error) {
    await workbench.screenshot(join(out, "failed.png"));
    throw error;
  } finally {
    await workbench.stop();
  }
}

const { values } = parseArgs({ options: { out: { type: "string" } } });
await run(values.out ?? join(projectRoot, ".build", "pictures", "changes"));

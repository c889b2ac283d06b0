// The pictures of the README: the offline demo's turn in a real VS Code, with the approval open and at its end, in
// three themes, narrow and wide. Run it when what a person sees has changed, and look at what it made.
//
// node test/workbench/pictures.ts [--out DIR]   (after `npm run build`)

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { FrameLocator } from "playwright-core";
import { answer, approval, articles, button, send } from "../e2e/lecternPage.ts";
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
  try {
    const lectern: FrameLocator = await workbench.openLectern();
    await workbench.runCommand("Lectern: Start the Offline Demo");
    await lectern.getByText("scripted, no model").first().waitFor();
    await workbench.page.locator(".explorer-viewlet").getByText("src", { exact: true }).click();
    await workbench.page.locator(".explorer-viewlet").getByText("greeting.js").first().dblclick();
    await send(lectern, "Greet politely when there is no name, with a test");
    await approval(lectern).waitFor();
    await takeAll(workbench, out, "command");
    await answer(lectern, /^1?\s*Allow$/);
    await lectern.getByRole("group", { name: /^Approval: Let Codex change/ }).waitFor();
    await takeAll(workbench, out, "change");
    await answer(lectern, /^1?\s*Allow$/);
    await button(lectern, "Stop").waitFor({ state: "detached" });
    await articles(lectern, "Codex").getByRole("table").waitFor();
    await takeAll(workbench, out, "done");
  } finally {
    await workbench.stop();
  }
}

const { values } = parseArgs({ options: { out: { type: "string" } } });
await run(values.out ?? join(projectRoot, ".build", "pictures", "out"));

// The pictures of the README: the offline demo's turn in a real VS Code, with the approval open and at its end, in
// three themes, narrow and wide. Run it when what a person sees has changed, and look at what it made.
//
// node test/workbench/pictures.ts [--out DIR]   (after `npm run build`)

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { FrameLocator, Page } from "playwright-core";
import { answer, approval, articles, button, send } from "../e2e/lecternPage.ts";
import { openWorkbench, type Workbench } from "./driver.ts";
import { projectRoot } from "./project.ts";
import { makeSampleFolder } from "./sample.ts";
import type { ThemeName } from "./settings.ts";

const themes = ["dark", "light", "highContrast"] as const satisfies ThemeName[];
const widths = [320, 520] as const;

/** Drags the edge of the secondary side bar until Lectern's page is so wide. */
async function setWidth(page: Page, width: number): Promise<void> {
  const bar = page.locator(".part.auxiliarybar");
  for (let tries = 0; tries < 3; tries++) {
    const box = await bar.boundingBox();
    if (!box) throw new Error("There is no secondary side bar.");
    if (Math.round(box.width) === width) return;
    // The handle lies in the gap before the bar.
    const edge = box.x - 3;
    await page.mouse.move(edge, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(edge + box.width - width, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
  }
}

async function takeAll(workbench: Workbench, out: string, name: string): Promise<void> {
  for (const theme of themes) {
    await workbench.setTheme(theme);
    for (const width of widths) {
      await setWidth(workbench.page, width);
      await workbench.page.mouse.move(700, 300);
      await workbench.screenshot(join(out, `${name}-${theme}-${width}.png`));
    }
  }
}

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

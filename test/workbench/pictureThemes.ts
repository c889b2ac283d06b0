// One state of a workbench as pictures: in three themes, narrow and wide. It knows nothing of what is in them.

import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Workbench } from "./driver.ts";
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

/** Writes `<name>-<theme>-<width>.png` for each theme and width. */
export async function takeAll(workbench: Workbench, out: string, name: string): Promise<void> {
  for (const theme of themes) {
    await workbench.setTheme(theme);
    for (const width of widths) {
      await setWidth(workbench.page, width);
      await workbench.page.mouse.move(700, 300);
      await workbench.screenshot(join(out, `${name}-${theme}-${width}.png`));
    }
  }
}

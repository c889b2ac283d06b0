// What was on screen when a test failed, for whoever reads the log of a machine that is gone by then: the notifications
// and Lectern's page in words, and a picture beside the results.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach } from "vitest";
import { openWindows, type WorkbenchWindow } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";

const pictures = join(projectRoot, ".build", "results", "failures");
/** A window that hangs must not hold up the other tests. */
const readMs = 5_000;

beforeEach(({ onTestFailed, task }) => {
  onTestFailed(async () => {
    await mkdir(pictures, { recursive: true });
    for (const [index, window] of [...openWindows].entries()) {
      const picture = join(pictures, `${task.name.replaceAll(/\W+/g, "-").slice(0, 60)}-${index + 1}.png`);
      console.log(`Window ${index + 1} when it failed (${picture}):\n${await seenIn(window)}`);
      await window.screenshot(picture).catch(() => undefined);
    }
  });
});

async function seenIn(window: WorkbenchWindow): Promise<string> {
  const told = await window.page
    .locator(".notifications-toasts, .notifications-center, .quick-input-titlebar")
    .allInnerTexts();
  const shown = await window
    .lecternPage()
    .locator("body")
    .ariaSnapshot({ timeout: readMs })
    .catch((error: unknown) => `no page of Lectern: ${String(error)}`);
  return [...told, shown].join("\n");
}

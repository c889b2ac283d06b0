// A person's way through the packaged extension: the VSIX is installed into a real VS Code, the page opens there.
// It needs `npm run package` to have been run, which `npm run e2e` does.

import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { packagedVsix, projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";

let workbench: Workbench;

beforeAll(async () => {
  const folder = join(projectRoot, ".build", "e2e", "sample");
  await makeSampleFolder(folder);
  workbench = await openWorkbench({ folder, extension: { vsix: packagedVsix } });
});

afterAll(async () => await workbench.stop());

it("shows its page in the secondary side bar", async () => {
  const lectern = await workbench.openLectern();
  await lectern.locator("#root > *").first().waitFor();
  await workbench.screenshot(join(projectRoot, ".build", "e2e", "opened.png"));
  expect(await workbench.page.locator(".part.auxiliarybar").isVisible()).toBe(true);
});

// The permission mode in a real VS Code: the dialog that stands before Full access, and what is kept over a reload.

import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { FrameLocator } from "playwright-core";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { makeWorkFolder } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { modeChip } from "./lecternPage.ts";
import { serverPids } from "./serverProcesses.ts";

let workbench: Workbench | undefined;

afterEach(async () => {
  await workbench?.stop();
  if (workbench) expect(await serverPids(workbench)).toEqual([]);
});

async function choose(lectern: FrameLocator, now: string, mode: string): Promise<void> {
  await modeChip(lectern, now).click();
  await lectern.getByRole("menuitemradio", { name: mode, exact: true }).click();
}

it("asks once for a folder before Full access, and keeps a thread's mode over a reload", async () => {
  const folder = join(await makeWorkFolder("mode"), "greeting");
  await makeSampleFolder(folder);
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  const { page } = workbench;
  let lectern = await workbench.openLectern();
  await workbench.runCommand("Lectern: Start the Offline Demo");
  await lectern.getByText("scripted, no model").first().waitFor();
  await lectern.getByRole("textbox", { name: "Message Codex" }).fill("Greet politely");
  await lectern.getByRole("button", { name: "Send", exact: true }).click();
  await lectern.getByRole("group", { name: /^Approval: / }).waitFor();

  await choose(lectern, "Ask", "Full access");
  const dialog = page.getByRole("dialog", { name: /Use Full access in this folder/ });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await modeChip(lectern, "Ask").waitFor();
  await choose(lectern, "Ask", "Full access");
  await dialog.getByRole("button", { name: "Use Full Access" }).click();
  await modeChip(lectern, "Full access, from the next turn").waitFor();

  await choose(lectern, "Full access, from the next turn", "Auto");
  await modeChip(lectern, "Auto, from the next turn").waitFor();
  await choose(lectern, "Auto, from the next turn", "Full access");
  await modeChip(lectern, "Full access, from the next turn").waitFor();
  expect(await dialog.count()).toBe(0);

  await choose(lectern, "Full access, from the next turn", "Read only");
  await modeChip(lectern, "Read only, from the next turn").waitFor();
  await workbench.reload();
  lectern = await workbench.openLectern();
  await modeChip(lectern, "Read only").waitFor();
});

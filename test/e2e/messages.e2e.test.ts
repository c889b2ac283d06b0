// A person's way with their own messages in a real VS Code: queue one while Codex works, edit an earlier one, go back
// to before it. The offline demo drives the real binary.

import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { approval, articles, button, composer, send, transcript } from "./lecternPage.ts";

const folder = join(projectRoot, ".build", "e2e", "messages");

let workbench: Workbench;
let lectern: FrameLocator;

beforeAll(async () => {
  await makeSampleFolder(folder);
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  lectern = await workbench.openLectern();
  await workbench.runCommand("Lectern: Start the Offline Demo");
  await lectern.getByText("scripted, no model", { exact: false }).first().waitFor();
});

afterAll(async () => await workbench.stop());

async function choose(name: string): Promise<void> {
  // The card below leaves little room: the message is further up.
  await transcript(lectern).focus();
  await transcript(lectern).press("Home");
  await button(lectern, "Message actions").first().click();
  await lectern.getByRole("menuitem", { name }).click();
}

it("queues a message while the turn runs", async () => {
  await send(lectern, "Look around and mend the greeting");
  await approval(lectern).waitFor();
  await composer(lectern).fill("And then rest");
  await composer(lectern).press("Alt+Enter");
  await lectern.getByText("1 queued, sent turn by turn").waitFor();
  await expect.poll(() => composer(lectern).inputValue()).toBe("");
});

it("sends an edited message in the place of the old one; what was queued is held", async () => {
  await choose("Edit and resend");
  await lectern.getByText("The running turn is stopped first.").waitFor();
  await composer(lectern).fill("Look around again");
  await composer(lectern).press("Enter");
  await articles(lectern, "You: Look around again").waitFor();
  await approval(lectern).waitFor();
  await expect.poll(() => articles(lectern, "You").count()).toBe(1);
  await lectern.getByText("1 queued, held: the turn was stopped").waitFor();
});

it("asks before it goes back, and then the message is gone", async () => {
  await choose("Revert to here");
  const dialog = workbench.page.getByRole("dialog", { name: /Remove this message/ });
  await dialog.getByRole("button", { name: "Revert", exact: true }).click();
  await articles(lectern, "You").first().waitFor({ state: "detached" });
  await lectern.getByText("1 queued, held: the turn was stopped").waitFor();
});

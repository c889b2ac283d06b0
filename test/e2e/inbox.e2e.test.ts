// An approval that the person does not see: the status bar, the notification, the commands and the title of the
// diff bring its card up, in a real VS Code. None of them answers.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { answer, approval, button, send } from "./lecternPage.ts";

const folder = join(projectRoot, ".build", "e2e", "inbox-sample");
const file = join(folder, "src", "greeting.js");

let workbench: Workbench;
let page: Page;
let lectern: FrameLocator;

beforeAll(async () => {
  await makeSampleFolder(folder);
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  page = workbench.page;
  lectern = await workbench.openLectern();
  // The page shows itself: what is started before may be covered by what it says first.
  await button(lectern, "Sign in with ChatGPT").waitFor();
  await workbench.runCommand("Lectern: Start the Offline Demo");
  await lectern.getByText("scripted, no model", { exact: false }).first().waitFor();
});

afterAll(async () => await workbench.stop());

const statusBar = () =>
  page.locator(".part.statusbar").getByRole("button", { name: /^Codex waits for your answer/ });

it("tells of an approval while the view is hidden, and brings it up", async () => {
  await send(lectern, "Look around and mend the greeting");
  await workbench.runCommand("View: Toggle Secondary Side Bar Visibility");
  await statusBar().waitFor();
  await page.locator(".notifications-toasts").getByText("Codex is waiting for your answer.").waitFor();
  await page.locator(".notifications-toasts").getByRole("button", { name: "Show" }).click();
  await approval(lectern).waitFor();
  await expect.poll(() => cardHasFocus(), { timeout: 20_000 }).toBe(true);
});

it("picks a choice by command, and leaves the submitting gesture to the card", async () => {
  const card = approval(lectern);
  await workbench.runCommand("Lectern: Deny (Picks the Choice on the Card)");
  await card.getByRole("radio", { name: /^Deny, and let Codex continue/, checked: true }).waitFor();
  await workbench.runCommand("Lectern: Allow (Picks the Choice on the Card)");
  await card.getByRole("radio", { name: /^Allow$/, checked: true }).waitFor();
  await expect.poll(() => card.count()).toBe(1);
  await expect.poll(() => cardHasFocus(), { timeout: 20_000 }).toBe(true);
  // A card takes no answer in its first moment.
  await expect
    .poll(() => card.getByRole("button", { name: "Submit" }).isEnabled(), { timeout: 20_000 })
    .toBe(true);
  await page.keyboard.press("Enter");
  await lectern.getByText("Allowed by you").first().waitFor();
});

it("offers the answer in the title of the diff while the change waits, and not afterwards", async () => {
  const change = lectern.getByRole("group", { name: /^Approval: Let Codex change/ });
  await change.waitFor();
  const before = await readFile(file, "utf8");
  await change
    .getByRole("button", { name: /^Open diff of/ })
    .first()
    .click();
  const answerAction = page.locator(".editor-actions").getByRole("button", { name: /^Answer/ });
  await answerAction.click();
  await expect.poll(() => cardHasFocus(), { timeout: 20_000 }).toBe(true);
  expect(await readFile(file, "utf8")).toBe(before);
  await answer(lectern, /^1?\s*Allow$/);
  // The change's own mark: what stands above may be scrolled out of the page by now.
  await lectern.getByText(/^Allowed by you.*greeting\.test\.js/).waitFor();
  await answerAction.waitFor({ state: "detached" });
});

async function cardHasFocus(): Promise<boolean> {
  return await approval(lectern).evaluate((card) => card.contains(document.activeElement));
}

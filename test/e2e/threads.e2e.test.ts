// The Threads view as a person uses it, in a real VS Code on the offline demo: two threads, one renamed and one
// archived by the view's own commands, found by what was said in it, and opened.

import { join } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { answer, articles, button, send } from "./lecternPage.ts";
import { serverPids } from "./serverProcesses.ts";

const folder = join(projectRoot, ".build", "e2e", "threads");

let workbench: Workbench;
let lectern: FrameLocator;

beforeAll(async () => {
  await makeSampleFolder(folder);
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  lectern = await workbench.openLectern();
  await workbench.runCommand("Lectern: Start the Offline Demo");
  await lectern.getByText("scripted, no model", { exact: false }).first().waitFor();
});

afterAll(async () => {
  await workbench.stop();
  expect(await serverPids(workbench)).toEqual([]);
});

/** Rows of the Threads view, by their words. */
const row = (name: RegExp): Locator => workbench.page.getByRole("treeitem", { name });
const quickInput = (): Locator => workbench.page.locator(".quick-input-widget");

/** A thread of one turn of the demo, to its end. */
async function thread(prompt: string): Promise<void> {
  await send(lectern, prompt);
  await answer(lectern, /Deny, and stop/);
  await button(lectern, "Stop").waitFor({ state: "detached" });
}

/** An entry of the context menu of a row. */
async function choose(name: RegExp, entry: string): Promise<void> {
  await row(name).click({ button: "right" });
  // Behind the words may stand a key.
  await workbench.page.getByRole("menuitem", { name: new RegExp(`^${entry}`) }).hover();
  // A menu that just opened takes no click, lest the one that opened it picks something.
  await workbench.page.keyboard.press("Enter");
}

it("lists what was asked, newest first", async () => {
  await thread("Look for apples");
  await workbench.runCommand("Lectern: New Thread");
  await lectern.getByText("What should Codex do?").waitFor();
  await thread("Look for pears");
  await workbench.page.getByRole("button", { name: "Threads Section" }).click();
  await row(/^Look for pears/).waitFor();
  const names = await workbench.page.getByRole("treeitem", { name: /^Look for/ }).allInnerTexts();
  expect(names.map((name) => /apples|pears/.exec(name)?.[0])).toEqual(["pears", "apples"]);
});

it("renames a thread", async () => {
  await choose(/^Look for apples/, "Rename Thread…");
  const input = quickInput().locator(".quick-input-box input");
  await input.fill("Orchard $(bug)");
  await input.press("Enter");
  await row(/^Orchard/).waitFor();
  expect(await row(/^Orchard/).innerText()).toContain("(bug)");
  expect(await row(/^Look for apples/).count()).toBe(0);
});

it("archives a thread and brings it back", async () => {
  await choose(/^Orchard/, "Archive Thread");
  await row(/^Orchard/).waitFor({ state: "detached" });
  await row(/^Archived/).click();
  await row(/^Orchard.*archived/).waitFor();
  await choose(/^Orchard/, "Unarchive Thread");
  await row(/^Orchard.*archived/).waitFor({ state: "detached" });
  await row(/^Orchard/).waitFor();
});

it("finds a thread by its first words, which its name does not have, and opens it", async () => {
  await workbench.runCommand("Lectern: Open Earlier Thread");
  const input = quickInput().locator(".quick-input-box input");
  await input.fill("for apples");
  const found = quickInput().getByRole("option", { name: /^Orchard/ });
  await found.waitFor();
  await found.click();
  await articles(lectern, "You").getByText("Look for apples").waitFor();
});

it("does nothing to a thread that another extension made up", async () => {
  await row(/^Orchard/).waitFor();
  await workbench.page.keyboard.press("Escape");
  await workbench.runCommand("Lectern: Archive Thread");
  // Without a row of its own the command asks which thread is meant.
  await quickInput().getByText("Archive a thread").waitFor();
  await workbench.page.keyboard.press("Escape");
  await row(/^Orchard/).waitFor();
});

// Threads in editor tabs in a real VS Code, on the offline demo: the side bar and a tab each with a thread, a
// composer and a draft of its own, over a reload of the window too; an approval is answered in the tab where its
// thread is, while the side bar shows another one.

import { join } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { answer, approval, articles, button, composer, send } from "./lecternPage.ts";
import { serverPids } from "./serverProcesses.ts";

const folder = join(projectRoot, ".build", "e2e", "tabs");

let workbench: Workbench;

/** VS Code says of a frame whether it belongs to a view. */
const pageIn = (which: string): FrameLocator =>
  workbench.page.frameLocator(`iframe.webview.ready${which}`).frameLocator("#active-frame");
const sideBar = (): FrameLocator => pageIn('[src*="purpose=webviewView"]');
const tab = (): FrameLocator => pageIn(':not([src*="purpose=webviewView"])');
const tabLabel = (name: RegExp): Locator =>
  workbench.page.locator(".tabs-container").getByRole("tab", { name });

const stopping = /Deny, and stop the turn/;

const title = (page: FrameLocator, words: string): Locator =>
  page.getByRole("heading", { name: words, exact: true });

/** Types a draft and resolves when the host has it: it takes what a page says in order. */
async function type(page: FrameLocator, draft: string): Promise<void> {
  await composer(page).fill(draft);
  await button(page, "Earlier threads").click();
  const list = workbench.page.locator(".quick-input-widget");
  await list.getByText("Look for pears").waitFor();
  await workbench.page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
}

const running = (words: string): Locator =>
  workbench.page.locator(".statusbar-item").filter({ hasText: words });

/** Of two running turns neither is stopped unasked: both are named, from the status bar and by the command. */
async function asksWhichTurn(): Promise<void> {
  const list = workbench.page.locator(".quick-input-widget");
  const ask = async (open: () => Promise<void>): Promise<void> => {
    await open();
    for (const words of ["Look for apples", "Look for pears"]) await list.getByText(words).first().waitFor();
    await workbench.page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });
  };
  await ask(() => running("Codex: 2 running").click());
  await ask(() => workbench.runCommand("Lectern: Stop the Turn"));
}

beforeAll(async () => {
  await makeSampleFolder(folder);
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  await workbench.openLectern();
  await workbench.runCommand("Lectern: Start the Offline Demo");
  await sideBar().getByText("scripted, no model", { exact: false }).first().waitFor();
});

afterAll(async () => {
  await workbench.stop();
  expect(await serverPids(workbench)).toEqual([]);
});

it("opens the shown thread in a tab, live in both", async () => {
  await send(sideBar(), "Look for apples");
  await approval(sideBar()).waitFor();
  await workbench.runCommand("Lectern: Open Thread in Editor");
  await tabLabel(/^Look for apples/).waitFor();
  await approval(tab()).waitFor();
});

it("keeps the approval in the tab while the side bar goes on to another thread, and takes its answer", async () => {
  await workbench.runCommand("Lectern: New Thread");
  await title(sideBar(), "New thread").waitFor();
  // The command ends with the focus in the composer: text that came before would go where the focus was.
  await sideBar().locator("textarea:focus").waitFor();
  await send(sideBar(), "Look for pears");
  await approval(sideBar()).waitFor();
  await asksWhichTurn();
  await answer(tab(), stopping);
  await button(tab(), "Stop").waitFor({ state: "detached" });
  // What was answered there leaves the other thread as it is.
  await approval(sideBar()).waitFor();
  await title(sideBar(), "Look for pears").waitFor();
  await running("Codex: 1 running").waitFor();
  await workbench.runCommand("Lectern: Stop the Turn");
  await button(sideBar(), "Stop").waitFor({ state: "detached" });
  await running("Codex:").waitFor({ state: "hidden" });
});

it("brings both back after a reload of the window, each with its thread and its draft", async () => {
  await type(sideBar(), "more about pears");
  await type(tab(), "more about apples");
  await workbench.reload();
  await tabLabel(/^Look for apples/).waitFor();
  await title(tab(), "Look for apples").waitFor();
  await title(sideBar(), "Look for pears").waitFor();
  await expect.poll(() => composer(tab()).inputValue()).toBe("more about apples");
  await expect.poll(() => composer(sideBar()).inputValue()).toBe("more about pears");
});

it("goes on in the tab that came back, and there alone", async () => {
  await button(tab(), "Send").click();
  await articles(tab(), "You").getByText("more about apples").waitFor();
  await articles(tab(), "Codex").last().waitFor();
  await button(tab(), "Stop").waitFor({ state: "detached" });
  await expect.poll(() => composer(tab()).inputValue()).toBe("");
  await expect.poll(() => composer(sideBar()).inputValue()).toBe("more about pears");
  expect(await articles(sideBar(), "You").getByText("more about apples").count()).toBe(0);
});

it("does not come back once it was closed", async () => {
  await tabLabel(/^Look for apples/).click();
  await workbench.page.keyboard.press("Control+F4");
  await workbench.runCommand("View: Close All Editors");
  await tabLabel(/^Look for apples/).waitFor({ state: "detached" });
  await workbench.reload();
  await title(sideBar(), "Look for pears").waitFor();
  expect(await tabLabel(/./).count()).toBe(0);
});

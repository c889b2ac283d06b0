// A person's way through the packaged extension: the VSIX is installed into a real VS Code that has nothing else,
// the offline demo drives the real binary, the person allows a command and a change, and finds the thread again.
// It needs `npm run package` to have been run, which `npm run e2e` does.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { packagedVsix, projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { answer, approval, articles, button, composer, send } from "./lecternPage.ts";
import { serverPids } from "./serverProcesses.ts";

const folder = join(projectRoot, ".build", "e2e", "sample");
const file = join(folder, "src", "greeting.js");

let workbench: Workbench;
let lectern: FrameLocator;

beforeAll(async () => {
  await makeSampleFolder(folder);
  // High enough that the rows above an open card are drawn: the transcript draws what is near.
  const viewport = { width: 1280, height: 1000 };
  workbench = await openWorkbench({ folder, extension: { vsix: packagedVsix }, viewport });
  lectern = await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  expect(await serverPids(workbench)).toEqual([]);
});

it("says that nobody is signed in, and what can be done", async () => {
  await button(lectern, "Sign in with ChatGPT").waitFor();
  await button(lectern, "Use an API key").waitFor();
  expect(await workbench.page.locator(".part.auxiliarybar").isVisible()).toBe(true);
});

it("runs a turn of the demo: reasoning, reading, an allowed command, its output", async () => {
  await workbench.runCommand("Lectern: Start the Offline Demo");
  await lectern.getByText("scripted, no model", { exact: false }).first().waitFor();
  await send(lectern, "Look around and mend the greeting");
  await articles(lectern, "You").waitFor();
  await approval(lectern).waitFor();
  expect(await articles(lectern, "Reasoning").count()).toBeGreaterThan(0);
  expect(await articles(lectern, "Command").count()).toBeGreaterThan(0);
  await answer(lectern, /^1?\s*Allow$/);
  await lectern.getByText("Allowed by you").first().waitFor();
});

it("writes nothing before the person allowed the change, and exactly it afterwards", async () => {
  const before = await readFile(file, "utf8");
  await lectern.getByRole("group", { name: /^Approval: Let Codex change/ }).waitFor();
  expect(await readFile(file, "utf8")).toBe(before);
  await answer(lectern, /^1?\s*Allow$/);
  await articles(lectern, "File change").getByText("greeting.js").first().waitFor();
  await button(lectern, "Stop").waitFor({ state: "detached" });
  expect(await readFile(file, "utf8")).not.toBe(before);
  await articles(lectern, "Codex").last().getByRole("table").waitFor();
});

it("finds thread and unsent text again after the window is reloaded", async () => {
  const spoken = await articles(lectern, "Codex").last().innerText();
  await composer(lectern).fill("not sent yet");
  // The host takes what the page says in order: once it shows the list, it has the text.
  await button(lectern, "Earlier threads").click();
  await workbench.page
    .locator(".quick-input-widget")
    .getByText("Look around and mend the greeting")
    .waitFor();
  await workbench.page.keyboard.press("Escape");
  await workbench.reload();
  lectern = await workbench.openLectern();
  await articles(lectern, "Codex").getByRole("table").waitFor();
  expect(await articles(lectern, "Codex").last().innerText()).toBe(spoken);
  await expect.poll(() => composer(lectern).inputValue()).toBe("not sent yet");
});

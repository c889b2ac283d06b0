// The review pane in a real VS Code with the real app-server: opened from the foot of a turn, a change undone on the
// disk, a comment that becomes the next turn, and a reload of the window over which what was written stays.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command, patch } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { startProvider, type Provider } from "../provider/provider.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { articles, button, send } from "./lecternPage.ts";

const folder = join(projectRoot, ".build", "e2e", "review-pane-sample");
const read = (path: string): Promise<string> => readFile(join(folder, path), "utf8");

const rewrite = `*** Begin Patch
*** Update File: src/greeting.js
@@
 /** A greeting for one person. */
 export function greet(name) {
-  return "Hello, " + name + "!";
+  const who = name.trim() || "you";
+  return \`Hello, \${who}!\`;
 }
*** End Patch`;

let provider: Provider;
let workbench: Workbench;

const pageIn = (which: string): FrameLocator =>
  workbench.page.frameLocator(`iframe.webview.ready${which}`).frameLocator("#active-frame");
const sideBar = (): FrameLocator => pageIn('[src*="purpose=webviewView"]');
const pane = (): FrameLocator => pageIn(':not([src*="purpose=webviewView"])');

beforeAll(async () => {
  await makeSampleFolder(folder);
  provider = await startProvider({
    script: firstOf(
      whenUser(/comments? on/, [[message("I moved the name into the settings.")]]),
      whenUser(/politely/, [
        [patch(rewrite), command("printf 'by the shell\\n' >> README.md")],
        [message("Done.")],
      ]),
    ),
  });
  const settings = { "lectern.defaultMode": "auto" };
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few", settings });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
  await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
});

it("opens from the foot of a turn, and undoes a change on the disk", async () => {
  const before = await read("README.md");
  await send(sideBar(), "Greet politely");
  await sideBar().getByRole("button", { name: "Review the changes of this turn" }).click();
  await pane().getByRole("heading", { level: 1, name: "Turn 1 — Greet politely" }).waitFor();
  const readme = pane().getByRole("region", { name: /^README\.md, modified/ });
  await readme.getByText("changed without a report").waitFor();
  await readme.getByText("by the shell").waitFor();
  expect(await read("README.md")).not.toBe(before);
  await button(pane(), "Undo change 1 in README.md").click();
  await expect.poll(() => read("README.md")).toBe(before);
  await readme.getByText("Undone").first().waitFor();
  await pane()
    .getByRole("button", { name: /^Take Back the last undo/ })
    .click();
  await expect.poll(() => read("README.md")).not.toBe(before);
});

it("sends a comment as the next turn", async () => {
  await pane()
    .getByRole("button", { name: /^Comment on added line \d+$/ })
    .last()
    .click();
  await workbench.page.keyboard.type("Take the name from the settings.");
  await workbench.page.keyboard.press("Control+Enter");
  await button(pane(), "Send 1 comment to Codex").click();
  await articles(sideBar(), "Codex").filter({ hasText: "I moved the name into the settings." }).waitFor();
  const asked = JSON.stringify(provider.requests.at(-1));
  expect(asked).toContain("Take the name from the settings.");
  expect(asked).toContain("File `src/greeting.js`, line");
});

it("comes back after a reload of the window, with what was written", async () => {
  await pane().getByRole("checkbox", { name: "Viewed README.md" }).check();
  await pane()
    .getByRole("button", { name: /^Comment on added line \d+$/ })
    .last()
    .click();
  await workbench.page.keyboard.type("And test it.");
  await workbench.page.keyboard.press("Control+Enter");
  await button(pane(), "Send 1 comment to Codex").waitFor();
  await workbench.reload();
  await pane().getByText("And test it.").waitFor();
  await expect.poll(() => pane().getByRole("checkbox", { name: "Viewed README.md" }).isChecked()).toBe(true);
});

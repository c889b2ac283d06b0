// What Codex changed, in a real VS Code with the real app-server: marks in the working file with Keep and Undo, the diff
// of many files, undoing a turn with shell edits in it, taking that back, a dirty editor, and going back with the files.
// A command under Auto that writes what no profile can guard: its own watching tells of it, and the turn names the files.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command, patch } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { startProvider, type Provider } from "../provider/provider.ts";
import { firstOf, whenUser } from "../provider/script.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { button, composer, send, transcript } from "./lecternPage.ts";

const folder = join(projectRoot, ".build", "e2e", "changes-sample");
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
let page: Page;
let lectern: FrameLocator;
let before: { greeting: string; readme: string };

const foot = (words: RegExp): Locator => transcript(lectern).getByText(words).last();
const lens = (name: string): Locator => page.locator(".codelens-decoration a").filter({ hasText: name });

beforeAll(async () => {
  await makeSampleFolder(folder);
  before = { greeting: await read("src/greeting.js"), readme: await read("README.md") };
  provider = await startProvider({
    script: firstOf(
      whenUser(/politely/, [
        [patch(rewrite), command("printf 'by the shell\\n' >> README.md; printf x > new.txt")],
        [message("Done.")],
      ]),
      whenUser(/friend/, [[patch(rewrite.replace('"you"', '"friend"'))], [message("Done again.")]]),
      whenUser(/workspace/, [
        command("echo '{}' > new.code-workspace; mkdir -p sub/.vscode; echo '{}' > sub/.vscode/tasks.json"),
        message("Set up."),
      ]),
    ),
  });
  workbench = await openWorkbench({
    folder,
    extension: "workTree",
    bundled: "few",
    settings: { "lectern.defaultMode": "auto" },
  });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
  page = workbench.page;
  lectern = await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
});

/** Brings the file's own editor to the front. */
async function openFile(name: string): Promise<void> {
  const begins = new RegExp(`^${name.replace(".", "\\.")}`);
  const tab = page.locator(".tabs-container").getByRole("tab", { name: begins });
  if ((await tab.count()) > 0) await tab.click();
  else {
    await page.keyboard.press("Control+P");
    await page.locator(".quick-input-widget input").first().fill(name);
    await page.getByRole("option", { name: begins }).first().click();
  }
  await expect.poll(() => tab.getAttribute("aria-selected")).toBe("true");
}

it("counts what patches and the shell changed", async () => {
  await send(lectern, "Greet politely");
  await foot(/3 files changed/).waitFor();
  expect(await read("new.txt")).toBe("x");
});

it("marks the file itself, and undoes a hunk there", async () => {
  await openFile("greeting.js");
  await lens("Undo").first().click();
  await expect.poll(() => read("src/greeting.js")).toBe(before.greeting);
  await expect.poll(() => lens("Undo").count()).toBe(0);
});

it("shows all of the turn in VS Code's own diff of many files", async () => {
  await workbench.runCommand("Lectern: Open What Codex Changed in the Diff Editor…");
  const editor = page.locator(".multiDiffEntry");
  await editor.filter({ hasText: "README.md" }).getByText("by the shell").waitFor();
  await editor.filter({ hasText: "new.txt" }).first().waitFor();
});

it("undoes the turn after asking, and takes that back", async () => {
  await workbench.runCommand("Lectern: Undo What Codex Changed…");
  const dialog = page.getByRole("dialog", { name: /Undo what Codex changed/ });
  await dialog.getByText(/README\.md/).waitFor();
  await dialog.getByRole("button", { name: "Undo", exact: true }).click();
  await expect.poll(() => read("README.md")).toBe(before.readme);
  await expect.poll(() => read("new.txt").catch(() => "gone")).toBe("gone");
  await workbench.runCommand("Lectern: Take Back the Last Undo");
  await expect.poll(() => read("new.txt").catch(() => "gone")).toBe("x");
  await expect.poll(() => read("README.md")).toBe(`${before.readme}by the shell\n`);
});

it("respects an editor with unsaved text: undoes beside it, and saves nothing", async () => {
  await send(lectern, "Greet a friend");
  await foot(/1 file changed/).waitFor();
  const changed = await read("src/greeting.js");
  await openFile("greeting.js");
  await lens("Undo").first().waitFor();
  await page.locator(".editor-instance .view-lines").first().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("// mine");
  await lens("Undo").first().click();
  await expect
    .poll(() => page.locator(".editor-instance .view-lines").first().innerText())
    .toContain("Hello,");
  const lines = page.locator(".editor-instance .view-lines").first();
  await expect.poll(async () => (await lines.innerText()).includes("friend")).toBe(false);
  expect(await lines.innerText()).toContain("mine");
  expect(await read("src/greeting.js")).toBe(changed);
  await page.keyboard.press("Control+S");
  await expect.poll(() => read("src/greeting.js")).toBe(`${before.greeting}// mine`);
});

it("goes back to before a message, with the files", async () => {
  const first = transcript(lectern).getByRole("article", { name: /^You/ }).first();
  await first.hover();
  await first.getByRole("button", { name: "Message actions" }).click();
  await lectern.getByRole("menuitem", { name: /^Revert to here/ }).click();
  await page.getByRole("option", { name: /Conversation and Files/ }).click();
  const dialog = page.getByRole("dialog", { name: /Remove this message/ });
  await dialog.getByRole("button", { name: "Revert", exact: true }).click();
  await expect.poll(() => read("new.txt").catch(() => "gone")).toBe("gone");
  await expect.poll(() => read("README.md")).toBe(before.readme);
  await expect.poll(() => first.count()).toBe(0);
  await composer(lectern).waitFor();
  await expect.poll(() => button(lectern, "Stop").count()).toBe(0);
});

it("names the sensitive files that a command wrote", async () => {
  await workbench.runCommand("Lectern: New Thread");
  await lectern.getByText("What should Codex do?").waitFor();
  await send(lectern, "Set the workspace up");
  const named = transcript(lectern).getByRole("note", { name: /^Sensitive files changed: / });
  await named.waitFor();
  await transcript(lectern).getByText("Set up.").waitFor();
  // Each file is told of by itself.
  await expect.poll(() => named.getAttribute("aria-label")).toContain("sub/.vscode/tasks.json");
  const words = (await named.getAttribute("aria-label")) ?? "";
  expect(words).toContain("new.code-workspace");
  expect(words).not.toMatch(/AGENTS|\.npmrc|\.husky/);
});

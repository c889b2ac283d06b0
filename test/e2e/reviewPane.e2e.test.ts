// The review pane in a real VS Code on real checkpoints: opened from the foot of a turn, a change undone and taken back
// in it, a comment sent to the agent as the next turn, and all of it back after a reload of the window.

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
import { articles, send, transcript } from "./lecternPage.ts";

const folder = join(projectRoot, ".build", "e2e", "pane-sample");
const read = (path: string): Promise<string> => readFile(join(folder, path), "utf8");

const rewrite = `*** Begin Patch
*** Update File: src/greeting.js
@@
 export function greet(name) {
-  return "Hello, " + name + "!";
+  return \`Hello, \${name}!\`;
 }
*** End Patch`;

let provider: Provider;
let workbench: Workbench;
let before: string;

const frame = (which: string): FrameLocator =>
  workbench.page.frameLocator(`iframe.webview.ready${which}`).frameLocator("#active-frame");
/** The side bar is a view of the workbench, the pane an editor. */
const chat = (): FrameLocator => frame('[src*="purpose=webviewView"]');
const pane = (): FrameLocator => frame(':not([src*="purpose=webviewView"])');

beforeAll(async () => {
  await makeSampleFolder(folder);
  before = await read("src/greeting.js");
  provider = await startProvider({
    script: firstOf(
      whenUser(/^Use a/, [[patch(rewrite), command("printf 'x\\n' > new.txt")], [message("Done.")]]),
      whenUser(/greeting\.js/, [[message("I see.")]]),
    ),
  });
  workbench = await openWorkbench({
    folder,
    extension: "workTree",
    settings: { "lectern.defaultMode": "auto" },
  });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
  await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
});

it("opens from the foot of the turn, with what the shell changed as well", async () => {
  await send(chat(), "Use a template");
  await chat().getByRole("button", { name: "Review the changes of this turn" }).click();
  await pane()
    .getByRole("region", { name: /^src\/greeting\.js, modified/ })
    .waitFor();
  await pane()
    .getByRole("region", { name: /^new\.txt, added/ })
    .getByText("without a report")
    .waitFor();
});

it("undoes a change on the disk, and takes it back", async () => {
  const after = await read("src/greeting.js");
  await pane().getByRole("button", { name: "Undo change 1 in src/greeting.js" }).click();
  await expect.poll(() => read("src/greeting.js")).toBe(before);
  await pane()
    .getByRole("button", { name: /^Take Back the last undo/ })
    .click();
  await expect.poll(() => read("src/greeting.js")).toBe(after);
});

it("keeps a comment over a reload, and sends it as the next turn", async () => {
  await pane().getByRole("button", { name: "Comment on added line 3" }).click();
  await pane()
    .getByRole("textbox", { name: /comment/i })
    .fill("Why a template?");
  await pane().getByRole("button", { name: "Add comment" }).click();
  await pane()
    .getByRole("group", { name: /^Your comment on line 3/ })
    .waitFor();
  await workbench.reload();
  await workbench.openLectern();
  await pane().getByRole("button", { name: "Send 1 comment to Codex" }).click();
  const sent = articles(chat(), "You").filter({ hasText: "Why a template?" });
  await sent.waitFor();
  expect(await sent.innerText()).toContain("src/greeting.js");
  await transcript(chat()).getByText("I see.").waitFor();
});

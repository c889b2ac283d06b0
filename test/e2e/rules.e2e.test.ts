// "Don't ask again" in a real VS Code: the rule on the card is what is saved, the next run asks nobody and says by
// which rule, also after a reload; the view lists it and takes it away. There an MCP server is made to ask always.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { startProvider, type Provider } from "../provider/provider.ts";
import { sequence } from "../provider/script.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { answer, approval, articles, composer, pick, send, transcript } from "./lecternPage.ts";

const folder = join(projectRoot, ".build", "e2e", "rules-sample");
const rule = 'prefix_rule(pattern=["git", "status"], decision="allow")';
const tiny = fileURLToPath(new URL("../provider/tinyMcp.ts", import.meta.url));

let provider: Provider;
let workbench: Workbench;
let page: Page;
let lectern: FrameLocator;

const ofHome = (name: string): Promise<string> => readFile(join(workbench.codexHome, name), "utf8");
const row = (name: RegExp): Locator => page.getByRole("treeitem", { name });
const mark = (): Locator => articles(lectern, "Command").getByText("by a saved rule");

beforeAll(async () => {
  await makeSampleFolder(folder);
  const escalate = { justification: "To see what changed.", prefixRule: ["git", "status"] };
  const script = sequence([command({ cmd: "git status -s", escalate }), message("Nothing changed.")]);
  provider = await startProvider({ script });
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few" });
  const servers = `[mcp_servers.tiny]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(tiny)}]\n`;
  await writeFile(join(workbench.codexHome, "config.toml"), `${provider.configToml()}\n${servers}`);
  page = workbench.page;
  lectern = await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
});

it("saves the rule that the card shows", async () => {
  await composer(lectern).waitFor();
  await send(lectern, "What changed?");
  const choice = /don’t ask again for commands that begin with/;
  await pick(lectern, choice);
  expect(await approval(lectern).innerText()).toContain(rule);
  await answer(lectern, choice);
  await lectern.getByText("Allowed by you, rule saved").waitFor();
  await transcript(lectern).getByText("Nothing changed.").waitFor();
  expect(await ofHome("rules/default.rules")).toBe(`${rule}\n`);
});

it("asks nobody the second time, and says by which rule it ran, also after a reload", async () => {
  await send(lectern, "And now?");
  await mark().waitFor();
  expect(await approval(lectern).count()).toBe(0);
  await workbench.reload();
  lectern = await workbench.openLectern();
  await mark().waitFor();
  await articles(lectern, "Command")
    .filter({ hasText: "by a saved rule" })
    .getByRole("button")
    .first()
    .click();
  await lectern.getByText(/Ran without asking: allowed by default\.rules:1/).waitFor();
});

it("lists the rule and takes it away", async () => {
  await workbench.runCommand("Lectern: Show Permission Rules");
  await row(/begin with git status/).click();
  await row(/begin with git status/)
    .getByRole("button", { name: "Revoke" })
    .click();
  const dialog = page.getByRole("dialog", { name: /Revoke this permission/ });
  expect(await dialog.innerText()).toContain(rule);
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await row(/begin with git status/).waitFor({ state: "detached" });
  expect(await ofHome("rules/default.rules")).toBe("");
});

it("makes an MCP server ask always, by its tick, and takes it back", async () => {
  const tick = row(/^MCP server tiny/).getByRole("checkbox");
  await tick.click();
  await row(/^MCP server tiny\. Every tool asks/).waitFor();
  expect(await ofHome("config.toml")).toContain('default_tools_approval_mode = "prompt"');
  await tick.click();
  await row(/^MCP server tiny\. Tools that call themselves read-only/).waitFor();
  expect(await ofHome("config.toml")).not.toContain("default_tools_approval_mode");
});

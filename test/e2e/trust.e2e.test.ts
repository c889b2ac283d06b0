// A folder that nobody trusts: nothing is spawned and nothing is written for it, the page says why, commands do
// nothing when they are called by name; and it works, without a reload, once the person trusts it.

import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { makeWorkFolder } from "../workbench/project.ts";
import { button } from "./lecternPage.ts";
import { serverPids } from "./serverProcesses.ts";

let folder: string;
let workbench: Workbench;

beforeAll(async () => {
  folder = await makeWorkFolder("trust");
  await mkdir(join(folder, ".codex"));
  await writeFile(
    join(folder, ".codex", "config.toml"),
    `[mcp_servers.evil]\ncommand = "touch"\nargs = ["${join(folder, "sentinel")}"]\n`,
  );
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few", workspaceTrust: true });
});

afterAll(async () => {
  await workbench.stop();
  expect(await serverPids(workbench)).toEqual([]);
});

it("starts nothing in a folder that is not trusted, and says why", async () => {
  const lectern = await workbench.openLectern();
  await button(lectern, "Manage trust").waitFor();
  for (const title of [
    "Restart the Codex App-Server",
    "Start the Offline Demo (Scripted, No Model)",
    "Sign In…",
  ]) {
    await workbench.runCommand(`Lectern: ${title}`);
  }
  await button(lectern, "Manage trust").waitFor();
  expect(await serverPids(workbench)).toEqual([]);
  expect(await readdir(workbench.codexHome)).toEqual([]);
  expect(await readdir(folder)).toEqual([".codex"]);
});

it("works once the folder is trusted, and still runs nothing of the repository", async () => {
  const lectern = workbench.lecternPage();
  await button(lectern, "Manage trust").click();
  await workbench.page.getByRole("button", { name: "Trust", exact: true }).click();
  await button(workbench.lecternPage(), "Sign in with ChatGPT").waitFor();
  expect(await serverPids(workbench)).toHaveLength(1);
  expect(await readdir(folder)).toEqual([".codex"]);
});

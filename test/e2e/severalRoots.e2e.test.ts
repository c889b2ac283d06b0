// A workspace of two folders in a real VS Code: the person chooses the folder above the composer, the thread works there
// and, where the mode lets it write, in the other one too, in none beside them, and the list shows it under its folder.

import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { startProvider, type Provider } from "../provider/provider.ts";
import { firstOf, sequence, whenUser } from "../provider/script.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { articles, button, send } from "./lecternPage.ts";

const root = join(projectRoot, ".build", "e2e", "several-roots");
const [shop, api, beside] = ["shop", "api", "beside"].map((name) => join(root, name)) as [
  string,
  string,
  string,
];
const workspace = join(root, "both.code-workspace");

const writes = (place: string) => command(`echo here > ${place}`);
const script = firstOf(
  whenUser(
    /^Say where/,
    sequence([
      [command("pwd > where.txt")],
      [writes("../shop/from-api.txt")],
      [writes("../beside/from-api.txt")],
      [message("Said.")],
    ]),
  ),
  whenUser(
    /^Try to write/,
    sequence([[writes("asked.txt")], [writes("../api/asked.txt")], [message("Tried.")]]),
  ),
);

let provider: Provider;
let workbench: Workbench;
let lectern: FrameLocator;

beforeAll(async () => {
  await rm(root, { recursive: true, force: true });
  for (const folder of [shop, api]) await makeSampleFolder(folder);
  await mkdir(beside);
  await writeFile(workspace, JSON.stringify({ folders: [{ path: "shop" }, { path: "api" }] }));
  provider = await startProvider({ script });
  const settings = { "lectern.defaultMode": "auto" };
  workbench = await openWorkbench({ folder: workspace, extension: "workTree", bundled: "few", settings });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
  lectern = await workbench.openLectern();
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
});

const folderLine = (name: string): Locator =>
  lectern.getByRole("button", { name: `in ${name}`, exact: true });
const row = (name: RegExp): Locator => workbench.page.getByRole("treeitem", { name });

it("offers each folder of the workspace for the next thread", async () => {
  await folderLine("shop").click();
  const offered = workbench.page.locator(".quick-input-widget").getByRole("option");
  for (const name of ["shop", "api"])
    await offered
      .filter({ hasText: new RegExp(`^${name}.*Works in all folders of the workspace`) })
      .waitFor();
  await workbench.page.getByRole("option", { name: /^api/ }).click();
  await folderLine("api").waitFor();
});

it("works in the chosen folder, writes in the other one too, and in none beside them", async () => {
  await send(lectern, "Say where you are");
  await articles(lectern, "Codex").getByText("Said.").waitFor();
  expect(await readFile(join(api, "where.txt"), "utf8")).toBe(`${api}\n`);
  expect(await readFile(join(shop, "from-api.txt"), "utf8")).toBe("here\n");
  expect(await readdir(beside)).toEqual([]);
  await lectern.getByRole("banner").getByText("api", { exact: true }).waitFor();
});

it("writes in neither folder in a mode that asks first", async () => {
  await button(lectern, "New thread").click();
  await folderLine("api").click();
  await workbench.page.getByRole("option", { name: /^shop/ }).click();
  await folderLine("shop").waitFor();
  await lectern.getByRole("button", { name: "Permission mode: Auto", exact: true }).click();
  await lectern.getByRole("menuitemradio", { name: "Ask", exact: true }).click();
  await send(lectern, "Try to write");
  await articles(lectern, "Codex").getByText("Tried.").waitFor();
  expect([shop, api].map((folder) => existsSync(join(folder, "asked.txt")))).toEqual([false, false]);
});

it("lists each thread under its folder of the workspace", async () => {
  await workbench.page.getByRole("button", { name: "Threads Section" }).click();
  await row(/^api, 1 threads?$/).waitFor();
  await row(/^shop, 1 threads?$/).waitFor();
  const names = await workbench.page
    .getByRole("treeitem", { name: /threads?$|^Say where|^Try to/ })
    .allInnerTexts();
  const told = names.map((name) => /shop|api|Say where|Try to/.exec(name)?.[0]);
  expect(told).toEqual(["shop", "Try to", "api", "Say where"]);
});

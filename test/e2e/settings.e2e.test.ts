// Who may say which program runs: the machine's own settings, and never a workspace.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { makeWorkFolder } from "../workbench/project.ts";
import { button } from "./lecternPage.ts";
import { serverPids } from "./serverProcesses.ts";

let workbench: Workbench | undefined;

afterEach(async () => {
  await workbench?.stop();
  if (workbench) expect(await serverPids(workbench)).toEqual([]);
});

it("takes no program and no home from the workspace", async () => {
  const folder = await makeWorkFolder("settings");
  await mkdir(join(folder, ".vscode"));
  const wanted = { "lectern.appServer.path": "/bin/true", "lectern.codexHome": join(folder, "home") };
  await writeFile(join(folder, ".vscode", "settings.json"), JSON.stringify(wanted));
  workbench = await openWorkbench({ folder, extension: "workTree" });
  const lectern = await workbench.openLectern();
  await button(lectern, "Sign in with ChatGPT").waitFor();
  expect(await serverPids(workbench)).toHaveLength(1);
});

it("runs the machine's own program, and names it when it cannot be run", async () => {
  const folder = await makeWorkFolder("settings");
  const settings = { "lectern.appServer.path": "/no/such/codex" };
  workbench = await openWorkbench({ folder, extension: "workTree", settings });
  const lectern = await workbench.openLectern();
  await lectern.getByText("The Codex program cannot be run").waitFor();
  await lectern
    .getByText(/\/no\/such\/codex/)
    .first()
    .waitFor();
  await button(lectern, "Start again").waitFor();
  expect(await serverPids(workbench)).toEqual([]);
});

// Who may say which program runs and which mode a thread begins in: the person's own settings, and never a workspace.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { makeWorkFolder } from "../workbench/project.ts";
import { button, modeChip } from "./lecternPage.ts";
import { serverPids } from "./serverProcesses.ts";

let workbench: Workbench | undefined;

afterEach(async () => {
  await workbench?.stop();
  if (workbench) expect(await serverPids(workbench)).toEqual([]);
});

it("takes no program, no home and no mode from the workspace; the palette changes the mode", async () => {
  const folder = await makeWorkFolder("settings");
  await mkdir(join(folder, ".vscode"));
  const wanted = {
    "lectern.appServer.path": "/bin/true",
    "lectern.codexHome": join(folder, "home"),
    "lectern.defaultMode": "fullAccess",
    "lectern.protectEditorFiles": false,
  };
  await writeFile(join(folder, ".vscode", "settings.json"), JSON.stringify(wanted));
  const settings = { "lectern.defaultMode": "readOnly" };
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few", settings });
  const lectern = await workbench.openLectern();
  await button(lectern, "Sign in with ChatGPT").waitFor();
  expect(await serverPids(workbench)).toHaveLength(1);
  await modeChip(lectern, "Read only").waitFor();
  await workbench.runCommand("Lectern: Change Permission Mode");
  await workbench.page.getByRole("option", { name: /^Auto · reviewed automatically/ }).click();
  await modeChip(lectern, "Auto · reviewed automatically").waitFor();
});

it("runs the machine's own program, and names it when it cannot be run", async () => {
  const folder = await makeWorkFolder("settings");
  const settings = { "lectern.appServer.path": "/no/such/codex" };
  workbench = await openWorkbench({ folder, extension: "workTree", bundled: "few", settings });
  const lectern = await workbench.openLectern();
  await lectern.getByText("The Codex program cannot be run").waitFor();
  await lectern
    .getByText(/\/no\/such\/codex/)
    .first()
    .waitFor();
  await button(lectern, "Start again").waitFor();
  expect(await serverPids(workbench)).toEqual([]);
});

// A command under Auto that writes what no profile can guard, in a real VS Code: its own watching tells of it, and the
// turn names the files at its end.

import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { startProvider } from "../provider/provider.ts";
import { sequence } from "../provider/script.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { makeWorkFolder } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { writeFile } from "node:fs/promises";
import { composer, send, transcript } from "./lecternPage.ts";

let workbench: Workbench | undefined;
afterEach(async () => await workbench?.stop());

it("names the sensitive files that a command wrote", async () => {
  const folder = join(await makeWorkFolder("sensitive"), "greeting");
  await makeSampleFolder(folder);
  const cmd = "echo '{}' > new.code-workspace; mkdir -p sub/.vscode; echo '{}' > sub/.vscode/tasks.json";
  const provider = await startProvider({ script: sequence([command(cmd), message("Done.")]) });
  const settings = { "lectern.defaultMode": "auto" };
  workbench = await openWorkbench({ folder, extension: "workTree", settings });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
  const lectern = await workbench.openLectern();
  await composer(lectern).waitFor();
  await send(lectern, "Set the workspace up");
  const named = transcript(lectern).getByRole("note", { name: /^Sensitive files changed: / });
  await named.waitFor();
  await transcript(lectern).getByText("Done.").waitFor();
  // Each file is told of by itself.
  await expect.poll(() => named.getAttribute("aria-label")).toContain("sub/.vscode/tasks.json");
  const words = (await named.getAttribute("aria-label")) ?? "";
  expect(words).toContain("new.code-workspace");
  expect(words).not.toMatch(/AGENTS|\.npmrc|\.husky/);
  await provider.close();
});

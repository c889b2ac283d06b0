// A thread in a git worktree of its own, in a real VS Code with its own Git extension: made on a new branch beside the
// repository, worked in by the real app-server, while the person's own files stay as they are.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { startProvider, type Provider } from "../provider/provider.ts";
import { sequence } from "../provider/script.ts";
import { openWorkbench, type Workbench } from "../workbench/driver.ts";
import { projectRoot } from "../workbench/project.ts";
import { makeSampleFolder } from "../workbench/sample.ts";
import { button, send, transcript } from "./lecternPage.ts";

const folder = join(projectRoot, ".build", "e2e", "worktree-sample");
const worktree = join(`${folder}.worktrees`, "codex-try");

let provider: Provider;
let workbench: Workbench;

beforeAll(async () => {
  await rm(`${folder}.worktrees`, { recursive: true, force: true });
  await makeSampleFolder(folder);
  provider = await startProvider({
    script: sequence([[command("pwd > where.txt")], [message("Done.")]]),
  });
  workbench = await openWorkbench({
    folder,
    extension: "workTree",
    bundled: "few",
    settings: { "lectern.defaultMode": "auto", "git.enabled": true },
  });
  await writeFile(join(workbench.codexHome, "config.toml"), provider.configToml());
});

afterAll(async () => {
  await workbench.stop();
  await provider.close();
});

it("is made on a branch of its own, and worked in", async () => {
  const lectern = await workbench.openLectern();
  await workbench.runCommand("Lectern: New Thread in a Git Worktree…");
  const input = workbench.page.locator(".quick-input-widget input").first();
  await expect.poll(() => input.inputValue()).toBe("codex/");
  await input.fill("codex/try");
  await workbench.page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });
  await lectern.getByRole("button", { name: "in codex-try (worktree)" }).waitFor();
  await send(lectern, "Say where you are");
  await transcript(lectern).getByText("Done.").waitFor();
  expect(await readFile(join(worktree, "where.txt"), "utf8")).toBe(`${worktree}\n`);
  expect(existsSync(join(folder, "where.txt"))).toBe(false);
  const branches = execFileSync("git", ["-C", folder, "branch", "--list", "codex/try"], { encoding: "utf8" });
  expect(branches).toContain("codex/try");
  await transcript(lectern)
    .getByText(/1 file changed/)
    .waitFor();
});

it("is offered again for the next thread, beside the workspace's own folder", async () => {
  const lectern = workbench.lecternPage();
  await button(lectern, "New thread").click();
  await lectern.getByRole("button", { name: "in codex-try (worktree)" }).click();
  await workbench.page.getByRole("option", { name: /^worktree-sample/ }).click();
  await lectern.getByRole("button", { name: "in worktree-sample" }).waitFor();
});

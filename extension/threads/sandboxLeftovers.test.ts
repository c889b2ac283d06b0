import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SandboxLeftovers } from "./sandboxLeftovers.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lectern-leftovers-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("removes what came, and only while it is empty", async () => {
  await mkdir(path.join(folder, ".aws"));
  const leftovers = new SandboxLeftovers();
  await leftovers.note(folder);
  for (const name of [".git", ".agents", ".codex"]) await mkdir(path.join(folder, name));
  await writeFile(path.join(folder, ".codex/config.toml"), "");
  await leftovers.remove(folder);
  expect((await readdir(folder)).toSorted()).toEqual([".aws", ".codex"]);
});

it("removes the empty files that nobody may write, and no file of a person", async () => {
  const leftovers = new SandboxLeftovers();
  await leftovers.note(folder);
  await writeFile(path.join(folder, ".vscode"), "", { mode: 0o444 });
  await writeFile(path.join(folder, ".npmrc"), "", { mode: 0o644 });
  await writeFile(path.join(folder, "AGENTS.md"), "x", { mode: 0o444 });
  await leftovers.remove(folder);
  expect((await readdir(folder)).toSorted()).toEqual([".npmrc", "AGENTS.md"]);
});

it("does not take for new what the sandbox made before a later look", async () => {
  const leftovers = new SandboxLeftovers();
  await leftovers.note(folder);
  await mkdir(path.join(folder, ".git"));
  await leftovers.note(folder);
  await leftovers.removeAll();
  expect(await readdir(folder)).toEqual([]);
});

it("touches no folder that it was not shown", async () => {
  await mkdir(path.join(folder, ".git"));
  await new SandboxLeftovers().remove(folder);
  expect(await readdir(folder)).toEqual([".git"]);
});

import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SandboxLeftovers, type KeptNames } from "./sandboxLeftovers.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lectern-leftovers-"));
});
/** What stands for the host's threads and the system's mounts. */
const around = { isBusy: false, mounted: new Set<string>() };
const mounted = (): Promise<ReadonlySet<string>> => Promise.resolve(around.mounted);
const make = (kept?: KeptNames): SandboxLeftovers =>
  new SandboxLeftovers({ kept, isBusy: () => around.isBusy, mounted });
const leave = (name: string): Promise<void> => writeFile(path.join(folder, name), "", { mode: 0o444 });

beforeEach(() => {
  around.isBusy = false;
  around.mounted = new Set();
});
afterEach(() => rm(folder, { recursive: true }));

it("removes what came, and only while it is empty", async () => {
  await mkdir(path.join(folder, ".aws"));
  const leftovers = make();
  await leftovers.note(folder);
  for (const name of [".git", ".agents", ".codex"]) await mkdir(path.join(folder, name));
  await writeFile(path.join(folder, ".codex/config.toml"), "");
  await leftovers.remove(folder);
  expect((await readdir(folder)).toSorted()).toEqual([".aws", ".codex"]);
});

it("removes the empty files that nobody may write, and no file of a person", async () => {
  const leftovers = make();
  await leftovers.note(folder);
  await writeFile(path.join(folder, ".vscode"), "", { mode: 0o444 });
  await writeFile(path.join(folder, ".npmrc"), "", { mode: 0o644 });
  await writeFile(path.join(folder, "AGENTS.md"), "x", { mode: 0o444 });
  await leftovers.remove(folder);
  expect((await readdir(folder)).toSorted()).toEqual([".npmrc", "AGENTS.md"]);
});

it("does not take for new what the sandbox made before a later look", async () => {
  const leftovers = make();
  await leftovers.note(folder);
  await mkdir(path.join(folder, ".git"));
  await leftovers.note(folder);
  await leftovers.removeAll();
  expect(await readdir(folder)).toEqual([]);
});

it("touches no folder that it was not shown", async () => {
  await mkdir(path.join(folder, ".git"));
  await make().remove(folder);
  expect(await readdir(folder)).toEqual([".git"]);
});

it("lets be what guards a folder in which something runs", async () => {
  const leftovers = make();
  await leftovers.note(folder);
  await leave(".vscode");
  around.isBusy = true;
  await leftovers.remove(folder);
  expect(await readdir(folder)).toEqual([".vscode"]);
  around.isBusy = false;
  await leftovers.remove(folder);
  expect(await readdir(folder)).toEqual([]);
});

it("lets be what any sandbox holds, of another window too, and removes it a moment later", async () => {
  const leftovers = make();
  await leftovers.note(folder);
  await leave(".vscode");
  await mkdir(path.join(folder, ".git"));
  around.mounted = new Set([path.join(folder, ".vscode")]);
  const removed = leftovers.remove(folder);
  await expect.poll(() => readdir(folder)).toEqual([".git", ".vscode"]);
  around.mounted = new Set();
  await removed;
  expect(await readdir(folder)).toEqual([]);
});

it("removes what a host left that was killed, and nothing that was there before it", async () => {
  const files = new Map<string, readonly string[]>();
  const kept: KeptNames = {
    read: (name) => files.get(name),
    keep: (name, missing) => void files.set(name, missing),
    forget: (name) => void files.delete(name),
  };
  await mkdir(path.join(folder, ".aws"));
  await make(kept).note(folder);
  await leave(".npmrc");
  await mkdir(path.join(folder, ".codex"));
  const next = make(kept);
  await next.note(folder);
  await expect.poll(() => readdir(folder)).toEqual([".aws"]);
  await next.removeAll();
  expect(files.size).toBe(0);
});

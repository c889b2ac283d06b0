import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LeftoverFiles } from "./leftoverFiles.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "lectern-names-"));
});
afterEach(() => rm(root, { recursive: true }));

const files = (): LeftoverFiles =>
  new LeftoverFiles({ folder: path.join(root, "sandboxes"), log: () => undefined });
const only = async (): Promise<string> =>
  path.join(root, "sandboxes", (await readdir(path.join(root, "sandboxes")))[0] ?? "");

it("keeps the names of each folder apart, for the person alone, until they are forgotten", async () => {
  files().keep("/work/a", [".git", ".vscode"]);
  files().keep("/work/b", []);
  expect(files().read("/work/a")).toEqual([".git", ".vscode"]);
  expect(files().read("/work/b")).toEqual([]);
  expect(files().read("/work/c")).toBeUndefined();
  expect((await stat(await only())).mode & 0o077).toBe(0);
  files().forget("/work/a");
  expect(files().read("/work/a")).toBeUndefined();
});

it.each(["", "null", '{"folder":"/elsewhere","missing":[".git"]}', '{"folder":"/work/a","missing":7}'])(
  "takes nothing from a damaged file: %s",
  async (text) => {
    files().keep("/work/a", [".git"]);
    await writeFile(await only(), text);
    expect(files().read("/work/a")).toBeUndefined();
  },
);

it("reads no name that a sandbox does not make", async () => {
  files().keep("/work/a", [".git"]);
  await writeFile(await only(), '{"folder":"/work/a","missing":[".git","../x","src"]}');
  expect(files().read("/work/a")).toEqual([".git"]);
});

it("throws nothing where nothing can be written", async () => {
  await writeFile(path.join(root, "sandboxes"), "a file");
  const lines: string[] = [];
  const blocked = new LeftoverFiles({
    folder: path.join(root, "sandboxes"),
    log: (line) => void lines.push(line),
  });
  blocked.keep("/work/a", [".git"]);
  expect(blocked.read("/work/a")).toBeUndefined();
  expect(lines).toHaveLength(1);
});

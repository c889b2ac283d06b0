import { mkdir, mkdtemp, readdir, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeParentFolders } from "./parentFolders.ts";

let root = "";
let folder = "";

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), "lectern-parents-")));
  folder = path.join(root, "ws");
  await mkdir(path.join(root, "outside"));
  await mkdir(folder);
  await symlink(path.join(root, "outside"), path.join(folder, "link"));
});
afterEach(() => rm(root, { recursive: true }));

const add = (file: string) => ({ path: file, kind: { type: "add" as const }, diff: "x\n" });

it("makes the parents of added and moved files inside the folder", async () => {
  await makeParentFolders(folder, [
    add(path.join(folder, "a/b/new.ts")),
    {
      path: path.join(folder, "old.ts"),
      kind: { type: "update", move_path: path.join(folder, "c/old.ts") },
      diff: "",
    },
    { path: path.join(folder, "d/gone.ts"), kind: { type: "delete" }, diff: "" },
  ]);
  expect((await readdir(folder)).toSorted()).toEqual(["a", "c", "link"]);
  expect(await readdir(path.join(folder, "a"))).toEqual(["b"]);
});

it.each(["../outside/x/new.ts", "link/x/new.ts", "../ws-other/new.ts"])(
  "makes nothing for %s",
  async (file) => {
    await makeParentFolders(folder, [add(path.join(folder, file)), add(file)]);
    expect(await readdir(path.join(root, "outside"))).toEqual([]);
    expect((await readdir(root)).toSorted()).toEqual(["outside", "ws"]);
  },
);

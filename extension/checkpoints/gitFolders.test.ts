// Repositories of all shapes: what is ignored, tracked in spite of that, hidden from git, converted by it, nested,
// sparse, split, or looked at from a folder below: the bytes are those on the disk, and what is left out is said.

import { mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { FolderStage } from "./testing/folderStage.ts";

const stages: FolderStage[] = [];
afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

function begin(options: ConstructorParameters<typeof FolderStage>[1] = {}): FolderStage {
  const stage = new FolderStage("git", options);
  stages.push(stage);
  return stage;
}

async function pathsOf(stage: FolderStage, turnId: string): Promise<string[]> {
  const set = await stage.checkpoints.changes.changeSet({ threadId: "t", turnId });
  expect(set.problem).toBeNull();
  return set.files.map(({ path: file }) => file);
}

const undoAll = (stage: FolderStage, turnId: string) =>
  stage.checkpoints.changes.undo({ scope: { threadId: "t", turnId }, path: null, hunkId: null }, "leave");

it("takes in tracked files that are ignored, and those that were added later, and no others", async () => {
  const stage = begin();
  stage.write({ ".gitignore": "*.log\n", "kept.log": "1\n", "later.log": "1\n", "other.log": "1\n" });
  stage.commit();
  stage.git("add", "-f", "kept.log");
  expect(
    await pathsOf(stage, await stage.turn(() => stage.write({ "kept.log": "2\n", "other.log": "2\n" }))),
  ).toEqual(["kept.log"]);
  stage.git("add", "-f", "later.log");
  expect(await pathsOf(stage, await stage.turn(() => stage.write({ "later.log": "2\n" })))).toEqual([
    "later.log",
  ]);
});

it("sees files that git was told to take as unchanged", async () => {
  const stage = begin();
  stage.write({ a: "1\n", b: "1\n" });
  stage.commit();
  stage.git("update-index", "--assume-unchanged", "a");
  stage.git("update-index", "--skip-worktree", "b");
  expect(await pathsOf(stage, await stage.turn(() => stage.write({ a: "2\n", b: "2\n" })))).toEqual([
    "a",
    "b",
  ]);
});

it("gives back the bytes on the disk where git converts line ends", async () => {
  const stage = begin();
  stage.git("config", "core.autocrlf", "true");
  const [dos, unix] = ["one\r\ntwo\r\n", "one\ntwo\n"];
  stage.write({
    "dos.txt": dos,
    "unix.txt": unix,
    ".gitattributes": "*.enc working-tree-encoding=UTF-16LE\n",
  });
  stage.write({ "x.enc": Buffer.from("one\n", "utf16le") });
  stage.commit();
  const before = stage.tree();
  const turnId = await stage.turn(() =>
    stage.write({
      "dos.txt": "one\r\n2\r\n",
      "unix.txt": "one\n2\n",
      "x.enc": Buffer.from("two\n", "utf16le"),
    }),
  );
  const set = await stage.checkpoints.changes.changeSet({ threadId: "t", turnId });
  expect(
    set.files.map((file) => `${file.path} ${file.isBinary} +${file.addedLines} -${file.removedLines}`),
  ).toEqual(["dos.txt false +1 -1", "unix.txt false +1 -1", "x.enc true +0 -0"]);
  await undoAll(stage, turnId);
  expect(stage.tree()).toEqual(before);
});

it("leaves out nested repositories and submodules, and says the first", async () => {
  const stage = begin();
  stage.write({ a: "1\n", "nested/x": "1\n" });
  stage.git("init", "-q", "nested");
  const turnId = await stage.turn(() => stage.write({ a: "2\n", "nested/x": "2\n" }));
  const set = await stage.checkpoints.changes.changeSet({ threadId: "t", turnId });
  expect(set.files.map(({ path: file }) => file)).toEqual(["a"]);
  expect(set.leftOut).toEqual([{ path: "nested", because: "nestedRepository" }]);
});

it("works in a folder below the root, and in one that the repository ignores", async () => {
  const stage = begin();
  stage.write({
    ".gitignore": "build/\n",
    "sub/a": "1\n",
    b: "1\n",
    "build/c": "1\n",
    "sub/.gitignore": "*.tmp\n",
  });
  stage.commit();
  const below = async (name: string, act: () => void): Promise<string[]> => {
    const folder = path.join(stage.folder, name);
    const turn = { threadId: name, turnId: "1", folder };
    await stage.checkpoints.turnBegan(turn, (await stage.checkpoints.take(folder, 20_000)).number, null);
    act();
    await stage.checkpoints.turnEnded(turn, await stage.checkpoints.take(folder, 20_000), null, []);
    const set = await stage.checkpoints.changes.changeSet({ threadId: name, turnId: "1" });
    return set.files.map(({ path: file }) => file);
  };
  expect(await below("sub", () => stage.write({ "sub/a": "2\n", b: "2\n", "sub/x.tmp": "" }))).toEqual(["a"]);
  expect(await below("build", () => stage.write({ "build/c": "2\n" }))).toEqual(["c"]);
});

it.each([
  ["split", ["update-index", "--split-index"]],
  ["sparse", ["sparse-checkout", "set", "--cone", "--sparse-index", "kept"]],
])("reads an index that is %s", async (_, args) => {
  const stage = begin();
  stage.write({ "kept/a": "1\n", "away/b": "1\n", top: "1\n" });
  stage.commit();
  stage.git(...args);
  expect(await pathsOf(stage, await stage.turn(() => stage.write({ "kept/a": "2\n", top: "2\n" })))).toEqual([
    "kept/a",
    "top",
  ]);
});

it("works in a linked worktree and before the first commit", async () => {
  const stage = begin();
  expect(await pathsOf(stage, await stage.turn(() => stage.write({ a: "1\n" })))).toEqual(["a"]);
  stage.commit();
  const folder = path.join(stage.root, "linked");
  stage.git("worktree", "add", "-q", folder, "-b", "other");
  const turn = { threadId: "w", turnId: "1", folder };
  await stage.checkpoints.turnBegan(turn, (await stage.checkpoints.take(folder, 20_000)).number, null);
  writeFileSync(path.join(folder, "a"), "2\n");
  await stage.checkpoints.turnEnded(turn, await stage.checkpoints.take(folder, 20_000), null, []);
  const { files } = await stage.checkpoints.changes.changeSet({ threadId: "w", turnId: "1" });
  expect(files.map(({ path: file }) => file)).toEqual(["a"]);
});

it("undoes a turn across a commit that was made meanwhile, which stays", async () => {
  const stage = begin();
  stage.write({ a: "1\n", b: "1\n" });
  stage.commit();
  const before = stage.tree();
  const turnId = await stage.turn(() => stage.write({ a: "2\n", b: null, c: "1\n" }));
  stage.commit();
  const repository = stage.repositoryState();
  await undoAll(stage, turnId);
  expect(stage.tree()).toEqual(before);
  expect(stage.repositoryState()).toEqual(repository);
});

it("sees a change that kept size and time, in the moment in which the index was written", async () => {
  const stage = begin();
  stage.write({ a: "1\n" });
  stage.git("add", "-A");
  const { mtime } = statSync(path.join(stage.folder, "a"));
  writeFileSync(path.join(stage.folder, "a"), "2\n");
  utimesSync(path.join(stage.folder, "a"), mtime, mtime);
  expect(await pathsOf(stage, await stage.turn(() => stage.write({ a: "3\n" })))).toEqual(["a"]);
  await undoAll(stage, "turn-1");
  expect(stage.text("a")).toBe("2\n");
});

it("leaves out what is too large or too many, and says so", async () => {
  const stage = begin({ bounds: { mostFileBytes: 100, mostLookBytes: 10_000, mostFiles: 10 } });
  stage.write({ a: "1\n", "big.bin": Buffer.alloc(200), "pile/0": "" });
  stage.commit();
  stage.write({ "new.bin": Buffer.alloc(200) });
  for (let index = 1; index < 40; index++) stage.write({ [`pile/${index}`]: "x" });
  const turnId = await stage.turn(() => stage.write({ a: "2\n", "pile/0": "2\n", "pile/1": "y" }));
  const set = await stage.checkpoints.changes.changeSet({ threadId: "t", turnId });
  expect(set.files.map(({ path: file }) => file)).toEqual(["a", "pile/0"]);
  expect(set.leftOut).toEqual([
    { path: "new.bin", because: "tooLarge" },
    { path: "pile", because: "tooMany" },
  ]);
});

it("goes on where an earlier window ended, and begins anew where the folder became a repository", async () => {
  const stage = new FolderStage("plainWithGit");
  stages.push(stage);
  stage.write({ a: "1\n", b: "1\n" });
  await stage.turn(() => stage.write({ a: "2\n" }));
  await stage.restart();
  expect(await pathsOf(stage, await stage.turn(() => stage.write({ b: "2\n" })))).toEqual(["b"]);
  stage.git("init", "-q");
  await stage.restart();
  expect(await pathsOf(stage, await stage.turn(() => stage.write({ a: "3\n", b: "3\n" })))).toEqual([
    "a",
    "b",
  ]);
  expect((await stage.checkpoints.changes.changeSet({ threadId: "t", turnId: null })).files).toHaveLength(2);
});

it("follows no link to a folder", async () => {
  const stage = begin();
  const outside = path.join(stage.root, "outside");
  mkdirSync(outside);
  writeFileSync(path.join(outside, "x"), "1\n");
  symlinkSync(outside, path.join(stage.folder, "link"));
  expect(await pathsOf(stage, await stage.turn(() => writeFileSync(path.join(outside, "x"), "2\n")))).toEqual(
    [],
  );
});

it("keeps nothing of a thread that was deleted, and the rest of its folder", async () => {
  const stage = begin();
  stage.write({ a: "1\n" });
  await stage.turn(() => stage.write({ a: "2\n" }));
  await stage.checkpoints.forget("t");
  const { problem } = await stage.checkpoints.changes.changeSet({ threadId: "t", turnId: "turn-1" });
  expect(problem).toBe("There are no checkpoints of this thread.");
  expect(await pathsOf(stage, await stage.turn(() => stage.write({ a: "3\n" })))).toEqual(["a"]);
  await undoAll(stage, "turn-2");
  expect(stage.text("a")).toBe("2\n");
});

it("drops checkpoints after a month, and says so", async () => {
  let now = 1_800_000_000_000;
  const stage = begin({ now: () => now });
  stage.write({ a: "1\n" });
  await stage.turn(() => stage.write({ a: "2\n" }));
  now += 40 * 24 * 3_600_000;
  await stage.restart();
  await stage.turn(() => stage.write({ a: "3\n" }));
  await stage.checkpoints.settled();
  expect(await stage.checkpoints.changes.changeSet({ threadId: "t", turnId: "turn-1" })).toMatchObject({
    files: [],
    problem: "The checkpoints of this turn are no longer kept.",
  });
  expect(stage.checkpoints.told("t").get("turn-1")).toMatchObject({ files: 1 });
  expect(await pathsOf(stage, "turn-2")).toEqual(["a"]);
});

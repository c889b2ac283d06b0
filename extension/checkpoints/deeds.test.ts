// Deeds where the person has been at work too: unsaved editors, lines that meet, files that came or went, places that
// are not to be written. Nothing of theirs is lost, and nothing leaves the folder.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { isOrdinary } from "./folderFiles.ts";
import { FolderStage, type Held } from "./testing/folderStage.ts";

const stages: FolderStage[] = [];
afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

const scope = { threadId: "t", turnId: "turn-1" };
const everything = { scope, path: null, hunkId: null };
const text = Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join("");
const changed = text.replace("line 5\n", "LINE 5\n").replace("line 25\n", "LINE 25\n");

async function afterTurn(
  before: Record<string, Held>,
  work: Record<string, Held | null>,
): Promise<FolderStage> {
  const stage = new FolderStage("plain");
  stages.push(stage);
  stage.write(before);
  await stage.turn(() => stage.write(work));
  return stage;
}

const file = { scope, path: "f", hunkId: null };

it("merges an undo into the unsaved text of an editor and leaves the disk alone", async () => {
  const stage = await afterTurn({ f: text }, { f: changed });
  stage.unsaved.set("f", changed.replace("line 15\n", "mine\n"));
  const deeds = await stage.checkpoints.changes.undo(file, "leave");
  expect(deeds).toEqual([{ path: "f", outcome: "merged", because: null }]);
  expect(stage.unsaved.get("f")).toBe(text.replace("line 15\n", "mine\n"));
  expect(stage.text("f")).toBe(changed);
  await stage.checkpoints.changes.takeBack("t");
  expect(stage.unsaved.get("f")).toBe(changed.replace("line 15\n", "mine\n"));
});

it("keeps the byte order mark that an editor does not show", async () => {
  const mark = "\uFEFF";
  const stage = await afterTurn({ f: mark + text }, { f: mark + changed });
  stage.unsaved.set("f", changed.replace("line 15\n", "mine\n"));
  await stage.checkpoints.changes.undo(file, "leave");
  expect(stage.unsaved.get("f")).toBe(text.replace("line 15\n", "mine\n"));
});

it("writes nothing where the person changed the same lines, until they say so, and that can be taken back", async () => {
  const stage = await afterTurn({ f: text }, { f: changed });
  const mine = changed.replace("LINE 5\n", "my own line 5\n");
  stage.write({ f: mine });
  const { changes } = stage.checkpoints;
  const because = "You changed the same lines since.";
  expect(await changes.undo(file, "leave")).toEqual([{ path: "f", outcome: "conflict", because }]);
  expect(stage.text("f")).toBe(mine);
  expect(changes.lastDeed("t")).toBeNull();
  expect((await changes.changeSet(scope)).files[0]?.fate).toBe("gone");
  expect(await changes.undo(file, "overwrite")).toMatchObject([{ outcome: "done" }]);
  expect(stage.text("f")).toBe(text);
  await changes.takeBack("t");
  expect(stage.text("f")).toBe(mine);
});

it("undoes the hunk that is meant while a later turn changed others", async () => {
  const stage = await afterTurn({ f: text }, { f: changed });
  await stage.turn(() => stage.write({ f: changed.replace("line 15\n", "LINE 15\n") }));
  const { changes } = stage.checkpoints;
  const { hunks } = await changes.hunks(scope, "f");
  const target = { scope, path: "f", hunkId: hunks[1]?.id ?? "" };
  expect(await changes.undo(target, "leave")).toMatchObject([{ outcome: "merged" }]);
  expect(stage.text("f")).toBe(text.replace("line 5\n", "LINE 5\n").replace("line 15\n", "LINE 15\n"));
  const whole = await changes.changeSet({ threadId: "t", turnId: null });
  expect(whole.files).toMatchObject([{ path: "f", addedLines: 3, removedLines: 3 }]);
});

it("leaves alone what was kept when the rest of the turn is undone, and undoes it when it is named", async () => {
  const stage = await afterTurn({ f: text, g: "one\n" }, { f: changed, g: "two\n" });
  const { changes } = stage.checkpoints;
  const { hunks } = await changes.hunks(scope, "f");
  await changes.keep({ scope, path: "f", hunkId: hunks[0]?.id ?? "" });
  await changes.keep({ scope, path: "g", hunkId: null });
  await changes.undo(everything, "leave");
  expect(stage.text("f")).toBe(text.replace("line 5\n", "LINE 5\n"));
  expect(stage.text("g")).toBe("two\n");
  const set = await changes.changeSet(scope);
  expect(set.files.map(({ fate }) => fate)).toEqual(["partly", "kept"]);
  await changes.undo({ scope, path: "g", hunkId: null }, "leave");
  expect(stage.text("g")).toBe("one\n");
});

it("does not delete a file that the person went on with, nor write over one that they made", async () => {
  const stage = await afterTurn({ old: "gone\n" }, { fresh: "new\n", old: null });
  stage.write({ fresh: "new\nand mine\n", old: "another\n" });
  const deeds = await stage.checkpoints.changes.undo(everything, "leave");
  expect(deeds.map(({ outcome }) => outcome)).toEqual(["conflict", "conflict"]);
  expect([stage.text("fresh"), stage.text("old")]).toEqual(["new\nand mine\n", "another\n"]);
});

it("does not delete a file whose editor holds unsaved text, and does not touch a locked one", async () => {
  const stage = await afterTurn({ nb: "{}" }, { fresh: "new\n", nb: "{1}" });
  stage.unsaved.set("fresh", "new\n");
  stage.lockedFiles.add("nb");
  const deeds = await stage.checkpoints.changes.undo(everything, "leave");
  expect(deeds).toEqual([
    { path: "fresh", outcome: "conflict", because: "It has unsaved changes in an editor." },
    { path: "nb", outcome: "refused", because: "It is open in an editor with unsaved changes." },
  ]);
  expect([stage.text("fresh"), stage.text("nb")]).toEqual(["new\n", "{1}"]);
});

it("does nothing twice", async () => {
  const stage = await afterTurn({ f: text }, { f: changed });
  const { changes } = stage.checkpoints;
  await changes.undo(file, "leave");
  const { mtimeMs } = stage.statOf("f");
  expect(await changes.undo(file, "leave")).toMatchObject([{ outcome: "nothingToDo" }]);
  expect(stage.statOf("f").mtimeMs).toBe(mtimeMs);
  await changes.takeBack("t");
  expect(stage.text("f")).toBe(changed);
  await expect(changes.undo({ scope, path: "no such file", hunkId: null }, "leave")).rejects.toThrow(
    RangeError,
  );
  const odd = await changes.undo({ scope, path: "f", hunkId: "no such hunk" }, "leave");
  expect(odd).toMatchObject([{ outcome: "refused" }]);
});

it("writes through no link that came in the way", async () => {
  const stage = await afterTurn({ "d/f": text }, { "d/f": changed, "d/g": "new\n" });
  const outside = path.join(stage.root, "outside");
  mkdirSync(outside);
  writeFileSync(path.join(outside, "f"), "not yours\n");
  stage.write({ d: null });
  symlinkSync(outside, path.join(stage.folder, "d"));
  for (const how of ["leave", "overwrite"] as const) {
    const deeds = await stage.checkpoints.changes.undo(everything, how);
    expect(deeds.filter(({ outcome }) => outcome === "done" || outcome === "merged")).toEqual([]);
    expect(readFileSync(path.join(outside, "f"), "utf8")).toBe("not yours\n");
  }
  // Going back takes the link itself away first.
  await stage.checkpoints.changes.restore("t", "turn-1");
  expect(stage.text("d/f")).toBe(text);
  expect(stage.statOf("d").isSymbolicLink()).toBe(false);
  expect(readFileSync(path.join(outside, "f"), "utf8")).toBe("not yours\n");
});

it("says what the person changed since, and goes back with a way forward", async () => {
  const stage = await afterTurn({ f: text, mine: "1\n" }, { f: changed });
  stage.write({ mine: "2\n" });
  const { changes } = stage.checkpoints;
  const preview = await changes.restorePreview("t", "turn-1");
  expect(preview.changedSince).toEqual(["mine"]);
  expect(preview.changes.files.map((one) => `${one.path} +${one.addedLines} -${one.removedLines}`)).toEqual([
    "f +2 -2",
    "mine +1 -1",
  ]);
  await changes.restore("t", "turn-1");
  expect([stage.text("f"), stage.text("mine")]).toEqual([text, "1\n"]);
  expect(changes.lastDeed("t")).toMatchObject({ did: "restore", paths: ["f", "mine"] });
  await changes.takeBack("t");
  expect([stage.text("f"), stage.text("mine")]).toEqual([changed, "2\n"]);
  await expect(changes.restorePreview("t", "turn-9")).rejects.toThrow(RangeError);
});

it.each([
  "../x",
  "a/../../x",
  "/etc/passwd",
  ".git/config",
  "a/.GIT/hooks/x",
  ".git. /x",
  "a\0b",
  "",
  "a//b",
  "git~1/x",
])("never writes to %j", (name) => expect(isOrdinary(name)).toBe(false));

it.each(["a", "a b/c", ".github/x", ".gitignore", "…/x", "git/x"])("writes to %j", (name) =>
  expect(isOrdinary(name)).toBe(true),
);

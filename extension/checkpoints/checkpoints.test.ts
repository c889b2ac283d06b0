// A turn of twenty files and sixty hunks, in a repository, a plain folder with git and one without: one hunk is
// rejected, one file and then the turn undone, byte for byte, while the repository itself stays as it is.

import { afterEach, expect, it } from "vitest";
import type { ChangedFile } from "../shared/changedFiles.ts";
import { FolderStage, kinds, type Held } from "./testing/folderStage.ts";

const stages: FolderStage[] = [];
afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

function lines(name: string, ending = "\n"): string {
  return Array.from({ length: 60 }, (_, index) => `${name} line ${index + 1}`).join(ending) + ending;
}

/** Three lines far apart changed: three hunks. */
function threeHunks(text: string): string {
  return text
    .replace("line 5", "LINE 5")
    .replace("line 30", "LINE 30\nand more")
    .replace("line 55", "LINE 55");
}

const texts = Array.from({ length: 16 }, (_, index) => `src/text${index}.ts`);
const before: Record<string, Held> = {
  ...Object.fromEntries(texts.map((name) => [name, lines(name)])),
  "crlf.txt": lines("crlf", "\r\n"),
  "noNewline.txt": lines("end").trimEnd(),
  "latin.txt": Buffer.from(lines("caf\u00e9"), "latin1"),
  "binary.bin": Buffer.from([0, 1, 2, 255, 0]),
  "moved/old.ts": lines("moved"),
  "similar/old.ts": lines("similar"),
  "run.sh": "#!/bin/sh\necho run\n",
  link: { link: "crlf.txt" },
  "deleted.ts": lines("deleted"),
  "untouched.ts": lines("untouched"),
};

function act(stage: FolderStage): void {
  for (const name of texts) stage.write({ [name]: threeHunks(lines(name)) });
  stage.write({
    "crlf.txt": threeHunks(lines("crlf", "\r\n")),
    "noNewline.txt": threeHunks(lines("end")).trimEnd(),
    "latin.txt": Buffer.from(threeHunks(lines("caf\u00e9")), "latin1"),
    "binary.bin": Buffer.from([0, 9, 9, 9]),
    "moved/old.ts": null,
    "moved/new.ts": lines("moved"),
    "similar/old.ts": null,
    "elsewhere/new.ts": threeHunks(lines("similar")),
    "run.sh": { executable: "#!/bin/sh\necho run\n" },
    link: { link: "src/text1.ts" },
    "deleted.ts": null,
    "added/deep/new.ts": lines("added"),
  });
}

async function stageOf(kind: (typeof kinds)[number]): Promise<{ stage: FolderStage; turnId: string }> {
  const stage = new FolderStage(kind);
  stages.push(stage);
  stage.write(before);
  stage.commit();
  const turnId = await stage.turn(() => act(stage), ["src/text0.ts"]);
  return { stage, turnId };
}

it.each(kinds)("tells what a turn changed: %s", async (kind) => {
  const { stage, turnId } = await stageOf(kind);
  const set = await stage.checkpoints.changes.changeSet({ threadId: "t", turnId });
  expect(set.problem).toBeNull();
  const told = Object.fromEntries(set.files.map((file) => [file.path, wordsOf(file)]));
  expect(told).toMatchObject({
    "src/text0.ts": "modified +4 -3 reported",
    "src/text1.ts": "modified +4 -3",
    "crlf.txt": "modified +4 -3",
    "noNewline.txt": "modified +4 -3",
    "latin.txt": "modified +4 -3",
    "binary.bin": "modified binary",
    "moved/new.ts": "moved from moved/old.ts +0 -0",
    "elsewhere/new.ts": "moved from similar/old.ts +4 -3",
    "run.sh": "modified file to executable +0 -0",
    link: "modified symlink to symlink +1 -1",
    "deleted.ts": "deleted +0 -60",
    "added/deep/new.ts": "added +60 -0",
  });
  expect(set.files).toHaveLength(26);
  let hunks = 0;
  for (const { path } of set.files) {
    const told = await stage.checkpoints.changes.hunks({ threadId: "t", turnId }, path);
    hunks += told.hunks.length;
  }
  expect(hunks).toBeGreaterThanOrEqual(60);
});

it.each(kinds)("rejects one hunk, undoes one file, then the turn: %s", async (kind) => {
  const { stage, turnId } = await stageOf(kind);
  const scope = { threadId: "t", turnId };
  const repository = kind === "git" ? stage.repositoryState() : {};
  const { hunks } = await stage.checkpoints.changes.hunks(scope, "crlf.txt");
  const hunkId = hunks[1]?.id ?? "";
  const [deed] = await stage.checkpoints.changes.undo({ scope, path: "crlf.txt", hunkId }, "leave");
  expect(deed).toEqual({ path: "crlf.txt", outcome: "done", because: null });
  const withoutSecond = lines("crlf", "\r\n").replace("line 5", "LINE 5").replace("line 55", "LINE 55");
  expect(stage.text("crlf.txt")).toBe(withoutSecond);
  const after = await stage.checkpoints.changes.hunks(scope, "crlf.txt");
  expect(after.hunks.map(({ fate }) => fate)).toEqual(["open", "undone", "open"]);
  await stage.checkpoints.changes.undo({ scope, path: "elsewhere/new.ts", hunkId: null }, "leave");
  expect(stage.text("similar/old.ts")).toBe(lines("similar"));
  const deeds = await stage.checkpoints.changes.undo({ scope, path: null, hunkId: null }, "leave");
  expect(deeds.filter(({ outcome }) => outcome !== "done").map(({ path }) => path)).toEqual([
    "elsewhere/new.ts",
  ]);
  const fresh = new FolderStage("plain");
  stages.push(fresh);
  fresh.write(before);
  expect(stage.tree()).toEqual(fresh.tree());
  if (kind === "git") expect(stage.repositoryState()).toEqual(repository);
  expect(stage.checkpoints.told("t").get(turnId)).toMatchObject({ files: 26, undone: 26, open: 0 });
});

it.each(kinds)("takes an undo back, also after a restart: %s", async (kind) => {
  const { stage, turnId } = await stageOf(kind);
  const after = stage.tree();
  await stage.checkpoints.changes.undo(
    { scope: { threadId: "t", turnId }, path: null, hunkId: null },
    "leave",
  );
  expect(stage.tree()).not.toEqual(after);
  await stage.restart();
  expect(stage.checkpoints.changes.lastDeed("t")).toMatchObject({ did: "undo" });
  await stage.checkpoints.changes.takeBack("t");
  expect(stage.tree()).toEqual(after);
  expect(stage.checkpoints.changes.lastDeed("t")).toBeNull();
  expect(stage.checkpoints.told("t").get(turnId)).toMatchObject({ open: 26, undone: 0 });
});

function wordsOf(file: ChangedFile): string {
  const { kind, oldPath, before: old, after, isBinary, addedLines, removedLines, isUnreported } = file;
  const modes = old && after && (old.mode !== after.mode || old.mode === "symlink");
  return [
    kind,
    oldPath === null ? "" : `from ${oldPath}`,
    modes ? `${old.mode} to ${after.mode}` : "",
    isBinary ? "binary" : `+${addedLines} -${removedLines}`,
    isUnreported ? "" : "reported",
  ]
    .filter((word) => word !== "")
    .join(" ");
}

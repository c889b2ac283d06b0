// The patch of a change set, applied by the real git to the files before, gives the files after, byte for byte.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { randomOf } from "../../test/samples/random.ts";
import { randomFiles, randomWork } from "../../test/samples/randomFiles.ts";
import { patchOf, pathsToStage } from "./patch.ts";
import { FolderStage } from "./testing/folderStage.ts";

const cases = Number(process.env["LAW_CASES"] ?? 12);
const scope = { threadId: "t", turnId: "turn-1" };

function apply(stage: FolderStage, patch: Buffer): void {
  const file = path.join(stage.root, "changes.patch");
  writeFileSync(file, patch);
  mkdirSync(path.join(stage.folder, ".git"), { recursive: true });
  if (patch.length > 0)
    execFileSync("git", ["apply", "--whitespace=nowarn", file], { cwd: stage.folder, stdio: "pipe" });
}

it("a patch of random work gives it back", { timeout: 600_000 }, async () => {
  for (let seed = 1; seed <= cases; seed++) {
    const chance = randomOf(seed * 104_729);
    const [stage, other] = [new FolderStage("plain"), new FolderStage("git")];
    const files = randomFiles(chance);
    stage.write(files);
    other.write(files);
    const work = randomWork(files, chance, "turn");
    await stage.turn(() => {
      for (const [name, held] of Object.entries(work)) if (held === null) stage.write({ [name]: null });
      for (const [name, held] of Object.entries(work)) if (held !== null) stage.makeRoom(name, held);
    });
    apply(other, await patchOf(stage.checkpoints.changes, scope));
    expect(other.tree(), `seed ${seed}`).toEqual(stage.tree());
    stage.dispose();
    other.dispose();
  }
});

it("holds only what was not undone, with names of all kinds", async () => {
  const [stage, other] = [new FolderStage("plain"), new FolderStage("git")];
  const text = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join("");
  const before = {
    'a "b" c.txt': text,
    "tab\there.txt": "one",
    "ü.txt": "é\n",
    "gone.bin": Buffer.from([0, 1]),
  };
  stage.write(before);
  other.write(before);
  await stage.turn(() =>
    stage.write({
      'a "b" c.txt': text.replace("line 3\n", "LINE 3\n").replace("line 30\n", "LINE 30\n"),
      "tab\there.txt": "two",
      "ü.txt": "è\n",
      "gone.bin": null,
    }),
  );
  const { changes } = stage.checkpoints;
  const { hunks } = await changes.hunks(scope, 'a "b" c.txt');
  await changes.undo({ scope, path: 'a "b" c.txt', hunkId: hunks[0]?.id ?? "" }, "leave");
  await changes.undo({ scope, path: "ü.txt", hunkId: null }, "leave");
  const set = await changes.changeSet(scope);
  expect(pathsToStage(set)).toEqual(['a "b" c.txt', "gone.bin", "tab\there.txt"]);
  apply(other, await patchOf(changes, scope));
  expect(other.tree()).toEqual(stage.tree());
  stage.dispose();
  other.dispose();
});

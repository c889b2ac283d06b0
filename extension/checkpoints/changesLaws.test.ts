// Laws over random folders and random work: undoing a turn gives the files before it, hunks that are undone are out
// and all others in, taking back gives the files after, and what the person did in between is never lost.
// LAW_CASES sets how many random cases there are; the first seed that fails is named.

import { describe, expect, it } from "vitest";
import type { Hunk } from "../shared/changedFiles.ts";
import { randomOf, type Random } from "../../test/samples/random.ts";
import { FolderStage, type Kind } from "./testing/folderStage.ts";
import { editedText, randomFiles, randomText, randomWork } from "../../test/samples/randomFiles.ts";

const cases = Number(process.env["LAW_CASES"] ?? 24);
const all = { scope: { threadId: "t", turnId: "turn-1" }, path: null, hunkId: null };

async function eachSeed(count: number, law: (chance: Random) => Promise<void>): Promise<void> {
  for (let seed = 1; seed <= count; seed++) {
    try {
      await law(randomOf(seed * 7919));
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
}

async function onStage(kind: Kind, law: (stage: FolderStage) => Promise<void>): Promise<void> {
  const stage = new FolderStage(kind);
  try {
    await law(stage);
  } finally {
    await stage.checkpoints.settled();
    stage.dispose();
  }
}

async function workOn(stage: FolderStage, chance: Random): Promise<{ before: object; after: object }> {
  const files = randomFiles(chance);
  stage.write(files);
  stage.commit();
  const before = stage.tree();
  const work = randomWork(files, chance, "turn");
  await stage.turn(() => {
    // What goes makes room for what comes.
    for (const [name, held] of Object.entries(work)) if (held === null) stage.write({ [name]: null });
    for (const [name, held] of Object.entries(work)) if (held !== null) stage.makeRoom(name, held);
  });
  return { before, after: stage.tree() };
}

const share: Record<Kind, number> = {
  plain: cases,
  plainWithGit: Math.ceil(cases / 12),
  git: Math.ceil(cases / 6),
};

describe.each(["plain", "plainWithGit", "git"] as const)("in a folder of the kind %s", (kind) => {
  it("undo gives the files before, taking back those after", { timeout: 600_000 }, () =>
    eachSeed(share[kind], (chance) =>
      onStage(kind, async (stage) => {
        const { before, after } = await workOn(stage, chance);
        const deeds = await stage.checkpoints.changes.undo(all, "leave");
        expect(deeds.filter(({ outcome }) => outcome !== "done")).toEqual([]);
        expect(stage.tree()).toEqual(before);
        if (deeds.length > 0) await stage.checkpoints.changes.takeBack("t");
        expect(stage.tree()).toEqual(after);
      }),
    ),
  );

  it("restoring gives the files before, whatever the person did since", { timeout: 600_000 }, () =>
    eachSeed(share[kind], (chance) =>
      onStage(kind, async (stage) => {
        const { before } = await workOn(stage, chance);
        for (const name of chance.some(Object.keys(stage.tree()))) stage.write({ [name]: null });
        const now = stage.tree();
        const { changes } = await stage.checkpoints.changes.restorePreview("t", "turn-1");
        const deeds = await stage.checkpoints.changes.restore("t", "turn-1");
        expect(stage.tree()).toEqual(before);
        const paths = changes.files.flatMap(({ path, oldPath }) =>
          oldPath === null ? [path] : [path, oldPath],
        );
        expect(deeds.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
        if (deeds.length > 0) await stage.checkpoints.changes.takeBack("t");
        expect(stage.tree()).toEqual(now);
      }),
    ),
  );
});

it("keeping and undoing hunks in any order gives exactly the others", { timeout: 600_000 }, () =>
  eachSeed(cases, (chance) =>
    onStage("plain", async (stage) => {
      const before = randomText(chance);
      stage.write({ f: before });
      await stage.turn(() =>
        stage.write({ f: editedText(editedText(before, chance, "turn"), chance, "turn") }),
      );
      const { files } = await stage.checkpoints.changes.changeSet(all.scope);
      if (files.length === 0) return;
      const { hunks } = await stage.checkpoints.changes.hunks(all.scope, "f");
      const undone = chance.some(hunks);
      for (const hunk of shuffled(hunks, chance)) {
        const target = { scope: all.scope, path: "f", hunkId: hunk.id };
        const isOut = undone.includes(hunk);
        const deeds = isOut
          ? await stage.checkpoints.changes.undo(target, "leave")
          : await stage.checkpoints.changes.keep(target);
        expect(deeds).toEqual([{ path: "f", outcome: "done", because: null }]);
      }
      const left = hunks.filter((hunk) => !undone.includes(hunk));
      expect(stage.text("f")).toBe(patched(before, left));
      const told = await stage.checkpoints.changes.hunks(all.scope, "f");
      expect(told.hunks.map(({ fate }) => fate)).toEqual(
        hunks.map((hunk) => (undone.includes(hunk) ? "undone" : "kept")),
      );
    }),
  ),
);

it("what the person wrote in between is merged, or nothing is written", { timeout: 600_000 }, () =>
  eachSeed(cases, (chance) =>
    onStage("plain", async (stage) => {
      await workOn(stage, chance);
      const texts = Object.entries(stage.tree()).filter(([, held]) => held.startsWith("file "));
      for (const [name] of chance.some(texts)) {
        const text = editedText(stage.text(name), chance, "person");
        if (chance.chance(30)) stage.unsaved.set(name, text);
        else stage.write({ [name]: text });
      }
      const standing = { ...stage.tree() };
      const unsaved = new Map(stage.unsaved);
      const hers = linesWith(stage, "person");
      const deeds = await stage.checkpoints.changes.undo(all, "leave");
      for (const { path, outcome } of deeds) {
        if (outcome !== "conflict" && outcome !== "refused") continue;
        expect(stage.tree()[path]).toBe(standing[path]);
        expect(stage.unsaved.get(path)).toBe(unsaved.get(path));
      }
      expect(linesWith(stage, "person")).toEqual(hers);
      await stage.checkpoints.changes.takeBack("t");
      expect(stage.tree()).toEqual(standing);
      expect(stage.unsaved).toEqual(unsaved);
    }),
  ),
);

function shuffled<T>(values: readonly T[], chance: Random): T[] {
  const left = [...values];
  return values.flatMap(() => left.splice(chance.below(left.length), 1));
}

/** The text with these hunks put in, read from what a person is shown alone. */
function patched(before: string, hunks: readonly Hunk[]): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  for (const { oldStart, oldLines, lines: shown } of hunks) {
    const start = oldLines === 0 ? oldStart : oldStart - 1;
    result.push(...lines.slice(at, start));
    for (const { mark, text, newline } of shown) if (mark !== "-") result.push(text + (newline ? "\n" : ""));
    at = start + oldLines;
  }
  return result.concat(lines.slice(at)).join("");
}

/** All lines with the word, in files and in unsaved texts, that nothing else holds. */
function linesWith(stage: FolderStage, word: string): string[] {
  const texts = Object.entries(stage.tree()).map(([name, held]) => stage.unsaved.get(name) ?? held);
  return texts.flatMap((text) => text.split("\n").filter((line) => line.includes(word))).toSorted();
}

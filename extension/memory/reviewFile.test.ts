// Holds what review panes keep: by change and by id, over a reload, bounded, unsent words last to go.

import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { emptyMemory, type ReviewMemory } from "../shared/reviewBridge.ts";
import { ReviewFile } from "./reviewFile.ts";

const comment = { id: "c", path: "a.ts", hunkId: "h", line: 3, side: "new", text: "Why?" } as const;
const withWords: ReviewMemory = { ...emptyMemory, comments: [comment] };

async function folderOf(): Promise<string> {
  return await mkdtemp(path.join(tmpdir(), "lectern-reviews-"));
}

const open = (folder: string): ReviewFile => new ReviewFile(folder, () => undefined, randomUUID);

it("finds the same memory by change and by id, also after a reload", async () => {
  const folder = await folderOf();
  const file = open(folder);
  const kept = file.of({ threadId: "t", turnId: null });
  kept.keep(withWords);
  expect(file.of({ threadId: "t", turnId: null }).id).toBe(kept.id);
  expect(file.of({ threadId: "t", turnId: "1" }).id).not.toBe(kept.id);
  await file.settled();
  const again = open(folder);
  expect(again.byId(kept.id)?.scope).toEqual({ threadId: "t", turnId: null });
  expect(again.byId(kept.id)?.read()).toEqual(withWords);
  expect(again.byId("../../etc")).toBeUndefined();
  expect(again.byId(7)).toBeUndefined();
});

it("forgets a deleted thread", async () => {
  const file = open(await folderOf());
  const { id } = file.of({ threadId: "t", turnId: "1" });
  const other = file.of({ threadId: "u", turnId: "1" });
  file.forget("t");
  expect(file.byId(id)).toBeUndefined();
  expect(file.byId(other.id)).toBeDefined();
});

it("drops the oldest, those with unsent words last", async () => {
  const file = open(await folderOf());
  const words = file.of({ threadId: "t", turnId: "words" });
  words.keep(withWords);
  const oldest = file.of({ threadId: "t", turnId: "oldest" });
  for (let turn = 0; turn < 29; turn++) file.of({ threadId: "t", turnId: String(turn) });
  expect(file.byId(oldest.id)).toBeUndefined();
  expect(file.byId(words.id)?.read()).toEqual(withWords);
});

it("counts a damaged file as none, and a damaged memory as empty", async () => {
  const folder = await folderOf();
  const id = randomUUID();
  const entries = [
    { id, threadId: "t", turnId: "1", memory: { layout: "?" } },
    { id: "<script>", threadId: "t", turnId: null },
    5,
  ];
  await writeFile(path.join(folder, "reviews.json"), JSON.stringify(entries));
  const file = open(folder);
  expect(file.byId(id)?.read()).toEqual(emptyMemory);
  expect(file.byId("<script>")).toBeUndefined();
  await writeFile(path.join(folder, "reviews.json"), "{");
  expect(open(folder).byId(id)).toBeUndefined();
});

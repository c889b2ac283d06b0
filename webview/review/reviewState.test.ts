// Holds what messages of the host do to what the pane knows: nothing of the person's is lost, nothing stale passes for
// fresh, and what did not change keeps its identity.

import { describe, expect, it } from "vitest";
import type { Deed, Hunk } from "../../extension/shared/changedFiles.ts";
import type { ReviewMemory, ReviewMessage } from "../../extension/shared/reviewBridge.ts";
import { emptyMemory } from "../../extension/shared/reviewBridge.ts";
import { turnSample } from "../../test/gallery/reviewSamples.ts";
import { emptyReview, isAsked, received, type Asked, type ReviewState } from "./reviewState.ts";

const changeSet: Extract<ReviewMessage, { type: "changeSet" }> = {
  type: "changeSet",
  changes: turnSample.changes,
  title: "Turn 3",
  memory: emptyMemory,
  isRunning: false,
  undoneFiles: 0,
};
const path = "src/checkout.ts";
const hunks = turnSample.hunks.get(path) ?? [];

function after(...messages: readonly ReviewMessage[]): ReviewState {
  return messages.reduce(received, emptyReview);
}

function part(hunks: readonly Hunk[], isFirst: boolean, isLast: boolean): ReviewMessage {
  return { type: "hunks", path, hunks, isFirst, isLast };
}

const withAsked = (state: ReviewState, ...asked: readonly Asked[]): ReviewState => ({ ...state, asked });
const undoHunk: Asked = { what: "undo", target: { path, hunkId: "src/checkout.ts 1" } };

describe("the change set", () => {
  it("brings the memory once: afterwards the pane knows better", () => {
    const words: ReviewMemory = { ...emptyMemory, layout: "sideBySide" };
    const first = after({ ...changeSet, memory: words });
    expect(received(first, changeSet).memory).toBe(first.memory);
    expect(first.memory).toBe(words);
  });

  it("makes stale only the lines of files that are others now, and keeps the rest as it is", () => {
    const known = after(changeSet, part(hunks, true, true), {
      type: "hunks",
      path: "package.json",
      hunks: [],
      isFirst: true,
      isLast: true,
    });
    const files = turnSample.changes.files.map((file) =>
      file.path === path ? { ...file, fate: "kept" as const } : structuredClone(file),
    );
    const next = received(known, { ...changeSet, changes: { ...turnSample.changes, files } });
    expect(next.lines.get(path)).toEqual({ ...known.lines.get(path), isStale: true });
    expect(next.lines.get("package.json")).toBe(known.lines.get("package.json"));
    expect(next.changes?.files[0]).toBe(known.changes?.files[0]);
    expect(received(next, { ...changeSet, changes: { ...turnSample.changes, files: [] } }).lines.size).toBe(
      0,
    );
  });
});

const cut = (hunk: Hunk, from: number, to?: number): Hunk => ({
  ...hunk,
  lines: hunk.lines.slice(from, to),
});

describe("lines in parts", () => {
  const [first, second] = hunks;
  if (!first || !second) throw new Error("the sample has two hunks");

  it("become whole hunks again", () => {
    const parts = [
      part([first, cut(second, 0, 2)], true, false),
      part([cut(second, 2, 3)], false, false),
      part([cut(second, 3)], false, true),
    ];
    const begun = after(changeSet, ...parts.slice(0, 1));
    expect(begun.lines.get(path)).toMatchObject({ isWhole: false });
    expect(after(changeSet, ...parts).lines.get(path)).toEqual({
      hunks,
      isWhole: true,
      isStale: false,
      problem: null,
    });
  });

  it("take the place of stale ones with their first", () => {
    const stale = after(changeSet, part(hunks, true, true), { type: "deedsDone", deeds: [done] });
    expect(stale.lines.get(path)?.isStale).toBe(true);
    expect(received(stale, part([first], true, true)).lines.get(path)?.hunks).toEqual([first]);
  });
});

const done: Deed = { path, outcome: "done", because: null };

describe("deeds", () => {
  it("answer what was asked, in its order", () => {
    const keepAll: Asked = { what: "keep", target: { path: null, hunkId: null } };
    const asked = withAsked(after(changeSet), undoHunk, keepAll);
    const next = received(asked, { type: "deedsDone", deeds: [done] });
    expect(next.asked).toEqual([keepAll]);
    expect(next.status).toBe("Undone: one change.");
    expect(received(next, { type: "deedsDone", deeds: [] }).status).toBe("Nothing was changed.");
  });

  it("leave a refusal at the file, with what has to be asked again", () => {
    const conflict: Deed = { path, outcome: "conflict", because: "you changed line 81." };
    const refused = received(withAsked(after(changeSet), undoHunk), { type: "deedsDone", deeds: [conflict] });
    expect(refused.refusals.get(path)).toEqual({ deed: conflict, asked: undoHunk });
    const again = received(withAsked(refused, undoHunk), { type: "deedsDone", deeds: [done] });
    expect(again.refusals.size).toBe(0);
  });

  it("on all files name those that could not be, each with itself as the target", () => {
    const all: Asked = { what: "undo", target: { path: null, hunkId: null } };
    const deeds: Deed[] = [
      done,
      { path: "package.json", outcome: "refused", because: "It is open as a notebook." },
    ];
    const next = received(withAsked(after(changeSet), all), { type: "deedsDone", deeds });
    expect(next.status).toBe("Undone: 1 file. 1 file could not be: see there.");
    expect(next.refusals.get("package.json")?.asked.target).toEqual({ path: "package.json", hunkId: null });
  });

  it("hold back others of the same file only", () => {
    const state = withAsked(after(changeSet), undoHunk);
    expect(isAsked(state, path, "src/checkout.ts 1")).toBe(true);
    expect(isAsked(state, path, "src/checkout.ts 0")).toBe(false);
    expect(isAsked(state, "package.json", null)).toBe(false);
    expect(
      isAsked(withAsked(state, { what: "takeBack", target: { path: null, hunkId: null } }), "x", null),
    ).toBe(true);
  });
});

it("keeps comments until they are taken", () => {
  const comment = { id: "c", path, hunkId: "h", line: 1, side: "new", text: "Why?" } as const;
  const state = {
    ...after({ ...changeSet, memory: { ...emptyMemory, comments: [comment] } }),
    sending: ["c"],
  };
  const back = received(state, { type: "commentsFate", ids: ["c"], taken: false, because: "No." });
  expect([back.memory.comments, back.sending]).toEqual([[comment], []]);
  expect(
    received(state, { type: "commentsFate", ids: ["c"], taken: true, because: null }).memory.comments,
  ).toEqual([]);
});

// Holds that rows keep their identity, that only what changed is made anew, and that what came before is known.

import { describe, expect, it } from "vitest";
import type { ThreadItem } from "../../extension/shared/protocol.ts";
import {
  emptyThread,
  type ItemEntry,
  type NoteEntry,
  type ThreadState,
  type TurnState,
} from "../../extension/shared/threadState.ts";
import { indexOfEntry, indexOfRow, rowsOf, type RowLook } from "./rows.ts";

const look: RowLook = { density: "commands", working: null, tokens: new Map() };
const message = (id: string, text = id): ItemEntry => ({
  kind: "item",
  item: { type: "agentMessage", id, text } as ThreadItem,
  phase: "completed",
  startedAtMs: null,
  completedAtMs: null,
  stdin: [],
  progress: null,
  unasked: null,
});
const turn = (turnId: string, change: Partial<TurnState> = {}): TurnState =>
  ({
    turnId,
    status: "completed",
    error: null,
    retrying: null,
    startedAtMs: null,
    completedAtMs: null,
    entries: [message(`${turnId} a`), message(`${turnId} b`)],
    diff: null,
    changes: null,
    plan: null,
    sensitive: [],
    ...change,
  }) as TurnState;
const thread = (turns: readonly TurnState[], change: Partial<ThreadState> = {}): ThreadState => ({
  ...emptyThread("t", "/"),
  turns,
  ...change,
});
const keys = (rows: { readonly all: readonly { readonly key: string }[] }): string[] =>
  rows.all.map(({ key }) => key);

const review = (status: "inProgress" | "denied"): NoteEntry => ({
  kind: "note",
  id: "r",
  atMs: 0,
  note: {
    type: "review",
    reviewId: "r",
    targetItemId: "1 a",
    action: { type: "command", source: "shell", command: "ls", cwd: "/" },
    status,
    riskLevel: status === "denied" ? "high" : null,
    userAuthorization: null,
    rationale: null,
    phase: status === "denied" ? "completed" : "running",
  },
});
const marks = (rows: ReturnType<typeof rowsOf>) => rows.all.map((row) => row.kind === "entry" && row.review);

const changed = (id: string, status: "completed" | "declined", path: string, move: string | null = null) => {
  const changes = [{ path, kind: { type: "update" as const, move_path: move }, diff: "" }];
  return { ...message(id), item: { type: "fileChange" as const, id, changes, status } };
};

describe("rows", () => {
  it("know the end of a review that the last message tells again", () => {
    const end = message("end");
    const ended: ItemEntry = {
      ...end,
      item: { type: "exitedReviewMode", id: "end", review: "Bad." },
    };
    const toldAgain = (text: string) =>
      rowsOf(thread([turn("1", { entries: [ended, message("m", text)] })]), look, null).all.map(
        (row) => row.kind === "entry" && row.isToldAgain === true,
      );
    expect(toldAgain("Bad.\n")).toEqual([true, false]);
    expect(toldAgain("Quite bad.")).toEqual([false, false]);
  });

  it("name the sensitive files that were written, by patches that were applied or any other way", () => {
    const entries = [
      changed("f1", "completed", "/work/a/.vscode/settings.json"),
      changed("f2", "declined", "/work/AGENTS.md"),
      changed("f3", "completed", "/work/src/main.ts"),
      changed("f4", "completed", "/work/notes.txt", "/work/x.code-workspace"),
    ];
    const sensitive = ["/work/x.code-workspace", "/work/.husky/pre-commit"];
    const rows = rowsOf(thread([turn("1", { entries, sensitive })]), look, null);
    expect(rows.all.at(-1)).toEqual({
      key: "sensitive 1",
      opensTurn: false,
      kind: "sensitive",
      paths: ["/work/a/.vscode/settings.json", "/work/x.code-workspace", "/work/.husky/pre-commit"],
    });
    const plain = thread([turn("1", { entries: entries.slice(1, 3) })]);
    expect(rowsOf(plain, look, null).all.some(({ kind }) => kind === "sensitive")).toBe(false);
  });

  it("stand in the order told: older, entries, plan, trouble, end, work, outgoing", () => {
    const ended = turn("1", {
      status: "interrupted",
      plan: [{ step: "s", status: "pending" }],
      startedAtMs: 0,
      completedAtMs: 61_000,
    });
    const outgoing = [
      {
        clientId: "c",
        input: [],
        sentAtMs: 0,
        steers: null,
        acknowledged: false,
        turnId: null,
        notProcessed: null,
      },
    ];
    const working = { words: "Working", isWaiting: false, sinceMs: null, tokens: null };
    const rows = rowsOf(
      thread([ended, turn("2", { retrying: "again" })], { olderCursor: "more", outgoing }),
      { ...look, working },
      null,
    );
    expect(keys(rows)).toEqual([
      "older",
      ..."1 a,1 b,plan 1,interrupted 1,took 1,2 a,2 b,retrying 2,working,outgoing c".split(","),
    ]);
    expect(rows.all.filter((row) => "opensTurn" in row && row.opensTurn).map(({ key }) => key)).toEqual([
      "1 a",
      "2 a",
    ]);
  });

  it("say by an item what an automatic review said of it, and are made anew when that changes", () => {
    const items = turn("1").entries;
    const before = rowsOf(thread([turn("1", { entries: [...items, review("inProgress")] })]), look, null);
    expect(marks(before)).toEqual(["Automatic review under way", null, null]);
    const after = rowsOf(thread([turn("1", { entries: [...items, review("denied")] })]), look, before);
    expect(marks(after)).toEqual(["Denied by automatic review, high risk", null, null]);
    expect(after.all[1]).toBe(before.all[1]);
  });

  it("end with what waits in the server's queue", () => {
    expect(rowsOf(thread([], { queued: 2 }), look, null).all).toEqual([
      { kind: "queued", key: "queued", count: 2 },
    ]);
  });

  it("are the same objects unless their own entry changed", () => {
    const turns = [turn("1"), turn("2"), turn("3")];
    const before = rowsOf(thread(turns), look, null);
    const grown = turn("3", { entries: [...(turns[2]?.entries ?? []).slice(0, 1), message("3 b", "more")] });
    const after = rowsOf(thread([...turns.slice(0, 2), grown]), look, before);
    expect(after.all.map((row, index) => row === before.all[index])).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(after.parts[0]).toBe(before.parts[0]);
    expect(keys(after)).toEqual(keys(before));
  });

  it("read only the turn that changed", () => {
    let reads = 0;
    const watched = Array.from({ length: 2_000 }, (_, index) => {
      const { entries, ...rest } = turn(`${index}`);
      return Object.defineProperty(rest, "entries", {
        get: () => {
          reads++;
          return entries;
        },
      }) as TurnState;
    });
    const before = rowsOf(thread(watched), look, null);
    reads = 0;
    const after = rowsOf(thread([...watched.slice(0, -1), turn("1999", { retrying: "x" })]), look, before);
    expect(reads).toBe(0);
    expect(after.all).toHaveLength(4_001);
    expect(after.all.slice(0, 4_000)).toEqual(before.all);
  });

  it("know that older ones came before them, and keep the known ones", () => {
    const before = rowsOf(thread([turn("2")], { olderCursor: "more" }), look, null);
    const two = before.parts[0]?.turn ?? turn("2");
    const after = rowsOf(thread([turn("0"), turn("1"), two]), look, before);
    expect([before.isPrepended, after.isPrepended]).toEqual([false, true]);
    expect(after.all.at(-1)).toBe(before.all.at(-1));
    expect(keys(after)).toEqual(["0 a", "0 b", "1 a", "1 b", "2 a", "2 b"]);
    expect(
      rowsOf(thread([...after.parts.map((part) => part.turn), turn("3")]), look, after).isPrepended,
    ).toBe(false);
  });

  it("are read anew for another density, and found by key and by entry", () => {
    const turns = [turn("1")];
    const before = rowsOf(thread(turns), look, null);
    const after = rowsOf(thread(turns), { ...look, density: "compact" }, before);
    expect(keys(after)).toEqual(keys(before));
    expect([indexOfRow(after.all, "1 b"), indexOfRow(after.all, "x")]).toEqual([1, -1]);
    expect([indexOfEntry(after.all, "1 b"), indexOfEntry(after.all, "x")]).toEqual([1, -1]);
  });
});

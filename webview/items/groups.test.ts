// Holds what may be folded and what never is: changes, failures, decisions, the answer. Order and entries stay.

import { describe, expect, it } from "vitest";
import type { ThreadItem } from "../../extension/shared/protocol.ts";
import type { Entry, ItemEntry, NoteEntry } from "../../extension/shared/threadState.ts";
import { groupEntries, type Group } from "./groups.ts";

let count = 0;

function item(fields: object, phase: ItemEntry["phase"] = "completed"): ItemEntry {
  const made = { id: `i${++count}`, ...fields } as unknown as ThreadItem;
  return {
    kind: "item",
    item: made,
    phase,
    startedAtMs: null,
    completedAtMs: null,
    stdin: [],
    progress: null,
    unasked: null,
  };
}

const command = (fields: object = {}, phase: ItemEntry["phase"] = "completed"): ItemEntry =>
  item(
    {
      type: "commandExecution",
      status: "completed",
      exitCode: 0,
      source: "agent",
      commandActions: [],
      ...fields,
    },
    phase,
  );
const read = (name: string, phase: ItemEntry["phase"] = "completed"): ItemEntry =>
  command({ commandActions: [{ type: "read", name, path: name, command: "" }] }, phase);
const search = (query: string): ItemEntry =>
  command({ commandActions: [{ type: "search", query, path: null, command: "" }] });
const message = (phase: string | null, fields: object = {}): ItemEntry =>
  item({ type: "agentMessage", text: "x", phase, questions: null, ...fields });
const reasoning = (): ItemEntry => item({ type: "reasoning", summary: [], content: [] });
const change = (): ItemEntry => item({ type: "fileChange", changes: [], status: "completed" });
const hook = (status: "completed" | "blocked"): NoteEntry => ({
  kind: "note",
  id: `h${++count}`,
  atMs: 0,
  note: {
    type: "hook",
    runId: "h",
    event: "postToolUse",
    status,
    phase: "completed",
    statusMessage: null,
    entries: [],
    sourcePath: "hooks.json",
    durationMs: 1,
  },
});
const note: NoteEntry = { kind: "note", id: "n", atMs: 0, note: { type: "serverGone" } };

const told = (groups: readonly Group[]): string[] =>
  groups.map((group) => {
    if (group.kind === "folded") return `${group.entries.length}: ${group.words}`;
    return group.entry.kind === "item" ? group.entry.item.type : "note";
  });
const compact = (entries: readonly Entry[], isTurnOver = true): string[] =>
  told(groupEntries(entries, "compact", isTurnOver));

describe("compact", () => {
  it("says what was done", () => {
    expect(
      compact([read("a.ts"), reasoning(), read("b.ts"), search("pay"), command(), command(), message(null)]),
    ).toEqual(["6: Read a.ts, b.ts · searched “pay” · ran 2 commands", "agentMessage"]);
  });

  it("folds hooks that ended well and said nothing, and no others", () => {
    expect(compact([read("a.ts"), hook("completed"), read("b.ts"), hook("completed")])).toEqual([
      "4: Read a.ts, b.ts · ran 2 hooks",
    ]);
    expect(compact([read("a.ts"), hook("blocked"), read("b.ts")])).toEqual([
      "commandExecution",
      "note",
      "commandExecution",
    ]);
  });

  it("never folds what was changed, failed, decided, asked or answered", () => {
    const entries = [
      read("a"),
      change(),
      command({ exitCode: 1 }),
      command({ status: "declined", exitCode: null }),
      command({ source: "userShell" }),
      note,
      message("commentary", { questions: [{ title: "?", options: null }] }),
      message("final_answer"),
      message(null),
      message("commentary"),
    ];
    expect(compact(entries)).toEqual(
      entries.map((entry) => (entry.kind === "item" ? entry.item.type : "note")),
    );
  });

  it("folds remarks and thoughts only once the turn is over", () => {
    const entries = [read("a"), read("b"), reasoning(), message("commentary"), command(), message(null)];
    expect(compact(entries)).toEqual(["5: Read a, b · ran 1 command · 1 remark", "agentMessage"]);
    expect(compact(entries, false)).toEqual([
      "2: Read a, b",
      "reasoning",
      "agentMessage",
      "commandExecution",
      "agentMessage",
    ]);
  });

  it("leaves alone what runs or stands alone", () => {
    expect(compact([read("a"), read("b", "running")], false)).toEqual([
      "commandExecution",
      "commandExecution",
    ]);
    expect(compact([read("a"), change(), reasoning()])).toEqual([
      "commandExecution",
      "fileChange",
      "reasoning",
    ]);
  });

  it("names many files shortly, and thoughts when there is nothing else", () => {
    expect(compact(["a", "b", "c", "d", "e", "f", "a"].map((name) => read(name)))).toEqual([
      "7: Read a, b, c, d and 2 more",
    ]);
    expect(compact([reasoning(), reasoning()])).toEqual(["2: Thought"]);
  });

  it("folds commands of every terminal of the agent, none of the person's", () => {
    const started = { source: "unifiedExecStartup" };
    expect(compact([command(started), command(started), command({ source: "userShell" })])).toEqual([
      "2: Ran 2 commands",
      "commandExecution",
    ]);
  });

  it("keeps the key while the group grows, and every entry in order", () => {
    const entries = [read("a"), read("b"), read("c"), change(), read("d"), read("e")];
    const before = groupEntries(entries.slice(0, 2), "compact", false);
    const after = groupEntries(entries, "compact", false);
    expect(after[0]?.key).toBe(before[0]?.key);
    expect(after.flatMap((group) => (group.kind === "folded" ? group.entries : [group.entry]))).toEqual(
      entries,
    );
    expect(new Set(after.map(({ key }) => key)).size).toBe(after.length);
  });
});

it.each(["commands", "everything"] as const)("%s folds nothing", (density) => {
  const entries = [read("a"), read("b"), note];
  expect(told(groupEntries(entries, density, true))).toEqual([
    "commandExecution",
    "commandExecution",
    "note",
  ]);
});

import { mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { command, completed, threadId, turn, turnId } from "../../test/samples/events.ts";
import { SensitiveChanges, type SensitiveRecord } from "./sensitiveChanges.ts";
import { ThreadStore } from "./threadStore.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "sensitive-")));
});
afterEach(async () => await rm(folder, { recursive: true }));

function setUp(isOwn = true, record?: SensitiveRecord) {
  const store = new ThreadStore();
  store.open(threadId, folder);
  let nowMs = 1_000_000;
  const tell = (status: "inProgress" | "completed"): void => {
    const method = status === "inProgress" ? "turn/started" : "turn/completed";
    const times = { startedAt: 990, durationMs: status === "completed" ? 10_000 : null };
    store.append(threadId, { method, params: { threadId, turn: { ...turn(turnId, status), ...times } } });
  };
  const changes = new SensitiveChanges({ store, record, isOwn: () => isOwn, now: () => nowMs });
  const write = async (name: string, text = "{}"): Promise<void> => {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    await changes.changed(file);
  };
  const told = (): string[] =>
    (store.get(threadId)?.turns[0]?.sensitive ?? []).map((file) => path.relative(folder, file));
  const pass = (ms: number): void => void (nowMs += ms);
  return { store, tell, changes, write, told, pass };
}

describe("files that changed while a turn ran", () => {
  it("are told when they lie in a sensitive place, at any depth, each once", async () => {
    const { tell, write, told } = setUp();
    tell("inProgress");
    await write("new.code-workspace");
    await write("packages/a/.vscode/tasks.json");
    await write("packages/a/.vscode/tasks.json", "[]");
    await write("src/main.ts");
    expect(told()).toEqual(["new.code-workspace", path.join("packages", "a", ".vscode", "tasks.json")]);
  });

  it("are still the turn's when the watching tells a moment after its end", async () => {
    const { tell, write, told, pass } = setUp();
    tell("inProgress");
    tell("completed");
    pass(2_000);
    await write("late.code-workspace");
    pass(2_000);
    await write("later.code-workspace");
    expect(told()).toEqual(["late.code-workspace"]);
  });

  it("are none while no turn runs, and none that are empty, gone or elsewhere", async () => {
    const { tell, write, told, changes, pass } = setUp();
    await write("early.code-workspace");
    tell("inProgress");
    await write("AGENTS.md", "");
    await changes.changed(path.join(folder, "gone.code-workspace"));
    const other = await mkdtemp(path.join(tmpdir(), "elsewhere-"));
    await writeFile(path.join(other, "x.code-workspace"), "{}");
    await changes.changed(path.join(other, "x.code-workspace"));
    await rm(other, { recursive: true });
    tell("completed");
    pass(60_000);
    await write("late.code-workspace");
    expect(told()).toEqual([]);
  });

  it("are judged by where they really lie", async () => {
    const { tell, told, changes } = setUp();
    tell("inProgress");
    await mkdir(path.join(folder, ".husky"));
    await writeFile(path.join(folder, ".husky", "pre-commit"), "x");
    await symlink(path.join(folder, ".husky"), path.join(folder, "harmless"));
    await changes.changed(path.join(folder, "harmless", "pre-commit"));
    expect(told()).toEqual([path.join(".husky", "pre-commit")]);
  });

  it("are found by a search after the turn, those that changed since it began", async () => {
    const { store, tell, changes, told, pass } = setUp();
    await writeFile(path.join(folder, "old.code-workspace"), "{}");
    const { ctimeMs } = await stat(path.join(folder, "old.code-workspace"));
    tell("inProgress");
    expect(changes.workOf(threadId)).toBeUndefined();
    store.append(threadId, completed(command("c", "make")));
    tell("completed");
    const work = changes.workOf(threadId);
    if (!work) throw new Error("A command can have written.");
    pass(60_000);
    await changes.check({ ...work, sinceMs: ctimeMs + 60_000 }, path.join(folder, "old.code-workspace"));
    expect(told()).toEqual([]);
    await changes.check({ ...work, sinceMs: ctimeMs }, path.join(folder, "old.code-workspace"));
    expect(told()).toEqual(["old.code-workspace"]);
  });

  it("are told again when the history of their turn is read, and only of that", async () => {
    const kept: { turnId: string; path: string }[] = [];
    const record: SensitiveRecord = {
      keep: (_thread, inTurn, file) => void kept.push({ turnId: inTurn, path: file }),
      read: async () => [...kept, { turnId: "another", path: "/x/.vscode/a" }],
    };
    const first = setUp(true, record);
    first.tell("inProgress");
    await first.write("new.code-workspace");
    await first.write("new.code-workspace");
    expect(kept).toHaveLength(1);
    const later = setUp(true, record);
    const turns = [{ ...turn(turnId, "completed"), items: [] }];
    later.store.append(threadId, {
      method: "lectern/historyLoaded",
      params: { turns, olderCursor: null },
    });
    await later.changes.historyCame(threadId, turns);
    await later.changes.historyCame(threadId, turns);
    expect(later.told()).toEqual(["new.code-workspace"]);
    expect(later.store.get(threadId)?.turns).toHaveLength(1);
    expect(kept).toHaveLength(1);
  });

  it("are not told in threads that nobody follows", async () => {
    const { tell, write, told } = setUp(false);
    tell("inProgress");
    await write("new.code-workspace");
    expect(told()).toEqual([]);
  });
});

// When checkpoints are taken round turns, and that no prompt waits for one in vain. The checkpoints are real ones over
// a temporary folder; the server is played by its notifications.

import { mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { Checkpoints } from "../checkpoints/checkpoints.ts";
import type { Turn } from "../shared/protocol.ts";
import { CheckpointedTurns, type CheckpointedTurnsOptions } from "./checkpointedTurns.ts";
import { ThreadStore } from "./threadStore.ts";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

function begin(change: Partial<CheckpointedTurnsOptions> = {}, environment: NodeJS.ProcessEnv = process.env) {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "turns-")));
  roots.push(root);
  const folder = realpathSync(mkdtempSync(path.join(root, "folder-")));
  const store = new ThreadStore();
  store.open("t", folder);
  const agents: Record<string, string> = { agent: "t" };
  const open = (): Checkpoints =>
    new Checkpoints({
      storage: path.join(root, "storage"),
      buffers: {
        unsavedText: () => undefined,
        replaceText: () => Promise.resolve(false),
        isLocked: () => false,
      },
      log: () => undefined,
      environment,
    });
  const checkpoints = open();
  const lines: string[] = [];
  const turnsOn = (of: Checkpoints): CheckpointedTurns =>
    new CheckpointedTurns({
      checkpoints: of,
      isOn: () => true,
      state: (threadId) => store.get(threadId),
      ownerOf: (threadId) => agents[threadId] ?? threadId,
      agentsOf: () => Object.keys(agents),
      append: (threadId, event) => void store.append(threadId, event),
      log: (line) => void lines.push(line),
      ...change,
    });
  const turns = turnsOn(checkpoints);
  const tell = (method: "turn/started" | "turn/completed", threadId: string, id: string): void => {
    const turn = { id, status: method === "turn/started" ? "inProgress" : "completed", items: [] };
    const event = { method, params: { threadId, turn: { ...turn, rootTurnId: null } as unknown as Turn } };
    store.append(threadId, event);
    turns.handleNotification(event);
  };
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const foot = (turnId: string) => store.get("t")?.turns.find((turn) => turn.turnId === turnId)?.changes;
  return { folder, store, checkpoints, turns, turnsOn, open, tell, write, foot, lines };
}

it("tells what changed between the prompt and the end of its turn", async () => {
  const { turns, tell, write, foot } = begin();
  write("a", "1\n");
  await turns.before("t");
  tell("turn/started", "t", "one");
  write("a", "2\n");
  tell("turn/completed", "t", "one");
  await turns.settled();
  expect(foot("one")).toMatchObject({ files: 1, addedLines: 1, removedLines: 1, unreported: 1 });
});

it("begins a turn that nobody asked for at what was known last", async () => {
  const { turns, tell, write, foot } = begin();
  await turns.before("t");
  tell("turn/started", "t", "one");
  tell("turn/completed", "t", "one");
  await turns.settled();
  write("early", "by the turn, before it was told of\n");
  tell("turn/started", "t", "two");
  write("late", "1\n");
  tell("turn/completed", "t", "two");
  await turns.settled();
  expect(foot("one")).toMatchObject({ files: 0 });
  expect(foot("two")).toMatchObject({ files: 2 });
});

it("counts what an agent does after its parent's turn in that turn, until another one runs", async () => {
  const { store, turns, tell, write, foot } = begin();
  store.open("agent", "");
  await turns.before("t");
  tell("turn/started", "t", "one");
  tell("turn/started", "agent", "work");
  tell("turn/completed", "t", "one");
  await turns.settled();
  expect(foot("one")).toMatchObject({ files: 0 });
  write("by-agent", "1\n");
  tell("turn/completed", "agent", "work");
  await turns.settled();
  expect(foot("one")).toMatchObject({ files: 1 });
});

it("holds a prompt back no longer than it may, and the turn says why it has no comparison", async () => {
  const { turns, tell, write, foot } = begin({ holdMs: 0 });
  await turns.before("t");
  tell("turn/started", "t", "one");
  write("a", "1\n");
  tell("turn/completed", "t", "one");
  await turns.settled();
  expect(foot("one")).toMatchObject({ files: 0, problem: "The checkpoint before this turn took too long." });
});

it("lets a prompt go when no checkpoint can be taken, and the next turn has one again", async () => {
  const { folder, turns, tell, write, foot, lines } = begin();
  renameSync(folder, `${folder}-away`);
  await turns.before("t");
  renameSync(`${folder}-away`, folder);
  tell("turn/started", "t", "one");
  tell("turn/completed", "t", "one");
  await turns.settled();
  expect(foot("one")).toMatchObject({ files: 0, problem: "The checkpoint could not be taken." });
  expect(lines.join()).toContain("ENOENT");
  await turns.before("t");
  tell("turn/started", "t", "two");
  write("a", "1\n");
  tell("turn/completed", "t", "two");
  await turns.settled();
  expect(foot("two")).toMatchObject({ files: 1, problem: null });
});

it("does nothing when it is off", async () => {
  const { turns, tell, write, foot, checkpoints } = begin({ isOn: () => false });
  await turns.before("t");
  tell("turn/started", "t", "one");
  write("a", "1\n");
  tell("turn/completed", "t", "one");
  await turns.settled();
  expect(foot("one")).toBeNull();
  expect(checkpoints.told("t").size).toBe(0);
});

it("ends a turn that a crash of the host cut off when its thread is opened again", async () => {
  const { store, turns, turnsOn, open, tell, write, checkpoints, foot } = begin();
  await turns.before("t");
  tell("turn/started", "t", "one");
  await turns.settled();
  await checkpoints.settled();
  write("a", "1\n");
  store.append("t", { method: "lectern/serverGone", params: { atMs: 1 } });
  const later = turnsOn(open());
  later.opened("t");
  await later.settled();
  expect(foot("one")).toMatchObject({ files: 1, problem: null });
});

// A long thread is shown before it is loaded, and never anything that loading would tell otherwise.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { threadId } from "../../test/samples/events.ts";
import { ServerRefused } from "../codex/errors.ts";
import type { Calls } from "../codex/server.ts";
import type { Turn } from "../shared/protocol.ts";
import { FirstLook } from "./firstLook.ts";
import { History } from "./history.ts";
import { ThreadStore } from "./threadStore.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lectern-look-"));
});
afterEach(() => rm(folder, { recursive: true }));

const turnOf = (id: string, change: Partial<Turn> = {}): Turn => ({
  id,
  status: "completed",
  items: [],
  itemsView: "full",
  error: null,
  startedAt: 1_700_000_000,
  completedAt: 1_700_000_001,
  durationMs: 1_000,
  rootTurnId: null,
  ...change,
});

interface Rig {
  readonly bytes?: number;
  /** Newest first. */
  readonly turns?: readonly Turn[];
  readonly hasOpenWork?: boolean;
  readonly refused?: boolean;
}

async function setUp({ bytes = 3_000_000, turns = [turnOf("b"), turnOf("a")], ...rig }: Rig = {}) {
  const file = path.join(folder, "rollout.jsonl");
  await writeFile(file, "x".repeat(bytes));
  const store = new ThreadStore();
  const answer = async (method: string): Promise<unknown> => {
    if (method === "thread/read")
      return { thread: { name: "Long", preview: "Go", cwd: "/work", historyMode: "paginated", path: file } };
    if (rig.refused) throw new ServerRefused("thread/turns/list", { code: -32600, message: "no" });
    return { data: turns, nextCursor: "older" };
  };
  const call = answer as unknown as Calls["call"];
  const history = new History(store, call);
  const look = new FirstLook({ store, call, history, hasOpenWork: () => rig.hasOpenWork === true });
  const shown = (): string[] | undefined => store.get(threadId)?.turns.map(({ turnId }) => turnId);
  return { store, look, shown };
}

it("shows the last page of a long thread, without a word on what it may do", async () => {
  const { store, look, shown } = await setUp();
  expect(await look.show(threadId)).toBe(true);
  expect(shown()).toEqual(["a", "b"]);
  expect(store.get(threadId)).toMatchObject({ name: "Long", olderCursor: "older", permissions: null });
});

it.each([
  ["a short thread", { bytes: 10_000 }],
  ["one whose last turn has no end", { turns: [turnOf("b", { status: "interrupted", completedAt: null })] }],
  ["one without turns", { turns: [] }],
  ["one of which something is written down", { hasOpenWork: true }],
  ["one that the server does not give", { refused: true }],
] satisfies [string, Rig][])("shows nothing of %s", async (_name, rig) => {
  const { look, shown } = await setUp(rig);
  expect(await look.show(threadId)).toBe(false);
  expect(shown()).toBeUndefined();
});

it("leaves a thread alone of which something is known", async () => {
  const { store, look, shown } = await setUp();
  store.open(threadId, "/work");
  expect(await look.show(threadId)).toBe(false);
  expect(shown()).toEqual([]);
});

it("keeps what is shown when loading brings the same", async () => {
  const { store, look } = await setUp();
  await look.show(threadId);
  const before = store.get(threadId)?.turns;
  expect(look.loaded(threadId, [turnOf("b"), turnOf("a")])).toBe(true);
  expect(store.get(threadId)?.turns).toBe(before);
  expect(look.has(threadId)).toBe(false);
});

it.each([
  ["a further turn", [turnOf("c"), turnOf("b"), turnOf("a")]],
  ["a turn that ended otherwise", [turnOf("b", { status: "failed" }), turnOf("a")]],
])("drops what is shown when loading brings %s", async (_name, turns) => {
  const { look, shown } = await setUp();
  await look.show(threadId);
  expect(look.loaded(threadId, turns)).toBe(false);
  expect(shown()).toEqual([]);
});

it("has no word on a thread that it did not show", async () => {
  const { look } = await setUp();
  expect(look.loaded(threadId, [turnOf("a")])).toBe(false);
});

// Threads of another process, on a server that is a few answers here: what it tells late, and what it is not asked.

import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { ServerRefused } from "../codex/errors.ts";
import type { CallMethod, ResultOf, Turn } from "../shared/protocol.ts";
import { sampleThread } from "../threadList/testing/sampleThread.ts";
import { ElsewhereThreads, type ElsewhereOptions } from "./elsewhere.ts";
import { ThreadStore } from "./threadStore.ts";

const open: Turn = {
  id: "turn-1",
  rootTurnId: "turn-1",
  items: [],
  itemsView: "full",
  status: "interrupted",
  error: null,
  startedAt: 100,
  completedAt: null,
  durationMs: null,
};
const ended: Turn = { ...open, status: "completed", completedAt: 101, durationMs: 1_000 };
const heldWords = "thread t already has an active writer";
const freeWords = "no archived rollout found for thread id t";

const refuse = () => Promise.reject(new Error("It is not to be held."));

/** A server that is asked in its own words; `told` and `refusal` may change at any time. */
async function follow(folder: "sessions/2026/01/01" | "archived_sessions", heldSinceS = 0) {
  const root = await mkdtemp(join(tmpdir(), "elsewhere-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const path = join(root, folder, "t.jsonl");
  const lock = join(root, "thread-writer-locks", "t.lock");
  for (const file of [path, lock]) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "");
  }
  await utimes(lock, heldSinceS, heldSinceS);
  const server = { told: open, refusal: heldWords, asked: new Map<string, number>() };
  const answers: Partial<{ [M in CallMethod]: () => ResultOf[M] }> = {
    "thread/read": () => ({ thread: sampleThread({ path }), readState: null }),
    "thread/turns/list": () => ({ data: [server.told], nextCursor: null, backwardsCursor: null }),
    "thread/unarchive": () => {
      throw new ServerRefused("thread/unarchive", { code: -32600, message: server.refusal });
    },
  };
  const call: ElsewhereOptions["call"] = async (method) => {
    server.asked.set(method, (server.asked.get(method) ?? 0) + 1);
    const answer = answers[method];
    if (!answer) throw new Error(`${method} is not to be called.`);
    return Promise.resolve(answer());
  };
  const store = new ThreadStore();
  const options = { store, call, resume: refuse, isShown: () => true, log: () => undefined, lookMs: 5 };
  const elsewhere = new ElsewhereThreads(options);
  onTestFinished(() => elsewhere.dispose());
  await elsewhere.open("t");
  const times = (method: CallMethod): number => server.asked.get(method) ?? 0;
  return {
    server,
    lock,
    times,
    statusOf: () => store.get("t")?.turns[0]?.status,
    state: () => store.get("t"),
  };
}

it("hears of an end that the server tells only after the file has changed for the last time", async () => {
  const { server, statusOf } = await follow("sessions/2026/01/01");
  expect(statusOf()).toBe("inProgress");
  server.told = ended;
  await vi.waitUntil(() => statusOf() === "completed");
});

it("reads no turns again once all have their end and the file rests", async () => {
  const { server, times, statusOf } = await follow("sessions/2026/01/01");
  server.told = ended;
  await vi.waitUntil(() => statusOf() === "completed");
  const read = (): number => times("thread/turns/list");
  // One more at most: the one that finds nothing new.
  const most = read() + 1;
  const looks = times("thread/read");
  await vi.waitUntil(() => times("thread/read") > looks + 10);
  expect(read()).toBeLessThanOrEqual(most);
});

it("takes a turn for cut off as soon as nobody holds the thread, and for good", async () => {
  const { server, lock, statusOf, state, times } = await follow("sessions/2026/01/01");
  server.refusal = freeWords;
  await vi.waitUntil(() => statusOf() === "interrupted");
  expect(state()?.elsewhere).toEqual({ waits: false, isFree: true });
  // Asked once: the lock that was left behind is known.
  const asked = times("thread/unarchive");
  const looks = times("thread/read");
  await vi.waitUntil(() => times("thread/read") > looks + 3);
  expect(times("thread/unarchive")).toBe(asked);
  // Another process takes the thread.
  server.refusal = heldWords;
  await utimes(lock, 50, 50);
  await vi.waitUntil(() => state()?.elsewhere?.isFree === false);
  expect(statusOf()).toBe("interrupted");
});

it("asks the server of no thread in which nothing runs, and sees that its holder let go", async () => {
  const { server, lock, times, state, statusOf } = await follow("sessions/2026/01/01");
  server.told = ended;
  await vi.waitUntil(() => statusOf() === "completed");
  const asked = times("thread/unarchive");
  await rm(lock);
  await vi.waitUntil(() => state()?.elsewhere?.isFree);
  expect(times("thread/unarchive")).toBe(asked);
});

it("takes a turn for cut off that began well before the thread was taken by who holds it", async () => {
  const { statusOf, state } = await follow("sessions/2026/01/01", 104);
  expect(statusOf()).toBe("interrupted");
  expect(state()?.elsewhere).toEqual({ waits: false, isFree: false });
});

it("takes it for running where the clocks may differ by so much", async () => {
  expect((await follow("sessions/2026/01/01", 103)).statusOf()).toBe("inProgress");
});

it("takes no refusal that it does not know for a free thread", async () => {
  const { server, statusOf, state, times } = await follow("sessions/2026/01/01");
  server.refusal = "something else";
  const looks = times("thread/read");
  await vi.waitUntil(() => times("thread/read") > looks + 3);
  expect(statusOf()).toBe("inProgress");
  expect(state()?.elsewhere).toEqual({ waits: false, isFree: false });
});

it("never brings a thread back from the archive", async () => {
  const { times } = await follow("archived_sessions");
  const looks = times("thread/read");
  await vi.waitUntil(() => times("thread/read") > looks + 3);
  expect(times("thread/unarchive")).toBe(0);
});

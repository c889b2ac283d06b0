import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { threadId } from "../../test/samples/events.ts";
import type { Calls } from "../codex/server.ts";
import { Threads } from "./threads.ts";

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "lectern-threads-")));
});
afterEach(() => rm(folder, { recursive: true }));

it("asks for the folder of a thread that only its notifications made known", async () => {
  const calls: { method: string; params: unknown }[] = [];
  const call = async (method: string, params: unknown): Promise<unknown> => {
    calls.push({ method, params });
    if (method === "thread/read") return { thread: { cwd: folder } };
    if (method === "thread/loaded/list") return { data: [] };
    throw new Error("no answer in this test");
  };
  const threads = new Threads({
    server: { ready: async () => ({ call }) as unknown as Calls },
    policy: () => ({
      permissions: { mode: "ask", autoReview: false },
      origin: "default",
      codexHome: "/home/me/.codex",
    }),
    log: () => undefined,
  });
  threads.handleNotification(
    { method: "thread/status/changed", params: { threadId, status: { type: "idle" } } },
    1,
  );
  await expect(threads.resume(threadId)).rejects.toThrow("no answer in this test");
  expect(calls).toMatchObject([
    { method: "thread/read" },
    { method: "thread/loaded/list" },
    { method: "thread/resume", params: { cwd: folder } },
  ]);
  await threads.tidy();
});

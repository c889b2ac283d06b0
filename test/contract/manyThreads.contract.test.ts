// Many threads at once on the real app-server: every word in its thread, and what nobody looks at is let go of.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { IdleThreads } from "../../extension/threads/idleThreads.ts";
import { message, pause } from "../provider/events.ts";
import { endedTurn, itemsOf, promptsOf, runTurn, setStage, type Stage } from "./stage.ts";

/** A folder for each thread, so that none could be taken for another. */
async function folderOf(stage: Stage, name: string): Promise<string> {
  const folder = join(stage.workspace, name);
  await mkdir(folder);
  return folder;
}

/** What the model says in the thread of that name. */
function words(name: string): string {
  return Array.from({ length: 40 }, (_, n) => `${name}-${n}`).join(" ");
}

it("keeps every word of ten threads that run at once in its own thread", async () => {
  const stage = await setStage(({ lastUserText }) => [message({ text: words(lastUserText), delayMs: 5 })]);
  const order: string[] = [];
  const host = stage.host({
    onEvent: (threadId, event) => {
      if (event.method === "item/agentMessage/delta") order.push(threadId);
    },
  });
  await host.start();
  const names = Array.from({ length: 10 }, (_, n) => `thread${n}`);
  const ids = await Promise.all(names.map(async (name) => host.threads.start(await folderOf(stage, name))));
  await Promise.all(names.map((name, n) => host.threads.send(ids[n] ?? "", name)));
  for (const [n, name] of names.entries()) {
    const threadId = ids[n] ?? "";
    const turn = await host.until(() => endedTurn(host.state(threadId), name));
    expect(turn.status).toBe("completed");
    expect(promptsOf(turn)).toEqual([name]);
    expect(itemsOf(turn, "agentMessage").map(({ item }) => item.text)).toEqual([words(name)]);
    expect(host.state(threadId).cwd.endsWith(name)).toBe(true);
  }
  // They did run at once: the words of different threads came one between the other.
  const changes = order.filter((threadId, at) => at > 0 && threadId !== order[at - 1]).length;
  expect(changes).toBeGreaterThan(names.length);
});

it("lets go of the idle threads that were left first, and reads one anew when it is opened", async () => {
  const stage = await setStage(({ lastUserText }) => [message(`Answer to ${lastUserText}.`)]);
  const host = stage.host();
  await host.start();
  const { threads } = host;
  const ids: string[] = [];
  for (const name of ["first", "second", "third", "fourth"]) {
    const threadId = await threads.start(stage.workspace);
    await runTurn(host, threadId, name);
    ids.push(threadId);
  }
  const [first = "", second = "", third = "", fourth = ""] = ids;
  const shown = new Set([first]);
  const idle = new IdleThreads({ threads, isShown: (threadId) => shown.has(threadId), most: 1 });
  await idle.look();
  await host.until(() => !threads.store.has(second) && !threads.store.has(third));
  const loaded = await host.supervisor.connection.call("thread/loaded/list", {});
  expect(loaded.data.toSorted()).toEqual([first, fourth].toSorted());
  await threads.resume(second);
  expect(promptsOf(host.state(second).turns[0]!)).toEqual(["second"]);
  expect((await runTurn(host, second, "again")).status).toBe("completed");
});

it("lets go of no thread that runs, and of it once it has ended", async () => {
  const stage = await setStage(({ lastUserText }) => [pause(400), message(`Answer to ${lastUserText}.`)]);
  const host = stage.host();
  await host.start();
  const { threads } = host;
  const threadId = await threads.start(stage.workspace);
  await threads.send(threadId, "long");
  const idle = new IdleThreads({ threads, isShown: () => false, most: 0 });
  await idle.look();
  expect(threads.loaded).toEqual([threadId]);
  await host.until(() => endedTurn(host.state(threadId), "long"));
  await idle.look();
  await host.until(() => !threads.store.has(threadId));
  expect(threads.loaded).toEqual([]);
});

it("opens a thread whole that is being let go of", async () => {
  const stage = await setStage(() => [message("Done.")]);
  const host = stage.host();
  await host.start();
  const { threads } = host;
  const threadId = await threads.start(stage.workspace);
  await runTurn(host, threadId, "one");
  const unloading = threads.unload(threadId);
  await threads.resume(threadId);
  await unloading;
  expect(promptsOf(host.state(threadId).turns[0]!)).toEqual(["one"]);
  expect((await runTurn(host, threadId, "two")).status).toBe("completed");
  expect(host.state(threadId).turns).toHaveLength(2);
});

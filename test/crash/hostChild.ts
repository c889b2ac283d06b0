// The host of one point: a process that plays the reference turn on the shipped modules and dies, or lets its server
// die, at one event of their talk. What a person saw and did it writes to a file, at once.
// Its one argument is the point as JSON.

import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listProcesses } from "../../extension/codex/processTree.ts";
import type { ThreadEvent } from "../../extension/shared/events.ts";
import { KeptFile } from "../../extension/memory/keptFile.ts";
import { LeftoverFiles } from "../../extension/journal/leftoverFiles.ts";
import { WorkFiles } from "../../extension/journal/workFiles.ts";
import { MessageQueue } from "../../extension/threads/messageQueue.ts";
import { HeadlessHost, type HeadlessHostOptions } from "../client/headlessHost.ts";
import { play, type Said } from "./reference.ts";
import { names, type Crash, type Ended } from "./point.ts";

const crash = JSON.parse(process.argv[2] ?? "") as Crash;
const { folders, side, at } = crash;

const say = (said: Said): void => appendFileSync(join(folders.root, names.said), `${JSON.stringify(said)}\n`);

/** A host as the extension makes it: with its open work and its queue on the disk. */
function makeHost(more: Partial<HeadlessHostOptions>): { host: HeadlessHost; queue: MessageQueue } {
  const kept = new KeptFile(join(folders.root, names.queue), () => undefined);
  const host = new HeadlessHost({
    codexHome: folders.codexHome,
    environment: crash.environment,
    appServerPath: crash.appServerPath,
    mode: "auto",
    keptWork: new WorkFiles({ folder: join(folders.root, names.work), log: () => undefined }),
    keptNames: new LeftoverFiles({ folder: join(folders.root, names.sandboxes), log: () => undefined }),
    isQueued: (threadId, clientId) => queue.has(threadId, clientId),
    onNotification: (told) => {
      if (told.method === "turn/completed") queue.turnEnded(told.params.threadId, told.params.turn.status);
    },
    onServerState: ({ phase }) => {
      if (phase === "restarting") queue.serverGone();
    },
    ...more,
  });
  const queue = new MessageQueue({ ...host.threads.queueParts, kept, log: () => undefined });
  return { host, queue };
}

/** What was streamed of each message. */
const said = new Map<string, string>();

/** Says what the person sees now; items that say nothing for themselves are left out. */
function sayDrawn(event: ThreadEvent): void {
  if (event.method === "item/started" || event.method === "item/completed") {
    const { item, turnId } = event.params;
    const what = event.method === "item/started" ? "drawn" : "ended";
    const isTold = item.type === "commandExecution" || item.type === "fileChange";
    if (isTold) say({ what, itemId: item.id, turnId });
  } else if (event.method === "item/agentMessage/delta") {
    const { itemId, turnId, delta } = event.params;
    said.set(itemId, (said.get(itemId) ?? "") + delta);
    // A first word is kept at once, and a later one a moment after it.
    if (/\s\S/.test(said.get(itemId) ?? "")) say({ what: "drawn", itemId, turnId });
  } else if (event.method === "turn/completed") say({ what: "turnEnded", turnId: event.params.turn.id });
  else if (event.method === "lectern/approvalOpened")
    say({ what: "asked", itemId: event.params.approval.itemId ?? "" });
}

async function run(): Promise<void> {
  let count = -1;
  let serverPid = 0;
  const killed = Promise.withResolvers<void>();
  const { host, queue } = makeHost({
    onLine: () => {
      if (count < 0 || count++ !== at) return;
      if (side === "host") process.kill(process.pid, "SIGKILL");
      process.kill(serverPid, "SIGKILL");
      killed.resolve();
    },
    onEvent: (_, event) => sayDrawn(event),
  });
  await host.start();
  const threadId = await host.threads.start(folders.workspace);
  serverPid = (await listProcesses()).find(({ parentPid }) => parentPid === process.pid)?.pid ?? 0;
  writeFileSync(join(folders.root, names.server), String(serverPid));
  say({ what: "thread", threadId });
  count = 0;
  const played = play({ host, queue, threadId, say }).then(() => "played");
  // What dies under it makes it fail: that is what is tried.
  const end = await Promise.race([played, killed.promise.then(() => "killed")]);
  if (end === "killed") {
    played.catch(() => undefined);
    await host.until(() => host.supervisor.state.phase !== "ready");
    await host.until(() => host.supervisor.state.phase === "ready");
  }
  const ended: Ended = { end, events: count, state: host.state(threadId) };
  writeFileSync(join(folders.root, names.state), JSON.stringify(ended));
  await queue.settled();
  await host.dispose();
}

await run();

// One point of the crash test: a child plays the reference turn and something dies at the n-th event; then a fresh
// host opens the thread, and what a person sees now is held against what they saw and did. Everything is removed
// afterwards. It decides nothing: see checks.ts.

import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listProcesses } from "../../extension/codex/processTree.ts";
import { KeptFile } from "../../extension/memory/keptFile.ts";
import { LeftoverFiles } from "../../extension/journal/leftoverFiles.ts";
import { WorkFiles } from "../../extension/journal/workFiles.ts";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { isUnknownThread } from "../../extension/threads/notSent.ts";
import { MessageQueue } from "../../extension/threads/messageQueue.ts";
import { HeadlessHost } from "../client/headlessHost.ts";
import { leftBehind } from "./leftBehind.ts";
import type { Provider } from "../provider/provider.ts";
import { makeFolders, serverBinary, type ServerFolders } from "../provider/serverFolders.ts";
import { afterwards, changedFile, hasPrompt, sideFile, type Said } from "./reference.ts";

/** What the child is told. */
export interface Crash {
  readonly folders: ServerFolders;
  /** Who dies. */
  readonly side: "server" | "host";
  /** At which line between host and server, from 0 on; past the last one, nothing dies. */
  readonly at: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly appServerPath: string;
}

/** Files below the root of a point. */
export const names = {
  said: "said.jsonl",
  state: "state.json",
  server: "server.pid",
  queue: "queue.json",
  work: "records",
  sandboxes: "sandboxes",
} as const;

/** What a person may look at after the crash. */
export interface Seen {
  /** Why the point is none: the child ended as nobody wanted; null when all went as it should. */
  readonly spoilt: string | null;
  readonly said: readonly Said[];
  /** What the same host showed after its server died; undefined when the host died or nothing did. */
  readonly same: ThreadState | undefined;
  /** What a fresh host shows; undefined when the server has forgotten the thread. */
  readonly fresh: ThreadState | undefined;
  /** Why a fresh host cannot open it, beyond that it is forgotten; null otherwise. */
  readonly refused: string | null;
  /** Prompts of a forgotten thread that are given back to the person. */
  readonly returned: readonly string[];
  /** Client ids that wait in the queue. */
  readonly queued: readonly string[];
  /** Lines that the commands left, after the fresh host had done one more turn. */
  readonly ran: readonly string[];
  readonly isChanged: boolean;
  /** Processes that still work in the workspace a moment after all was over, and what the sandbox left in it. */
  readonly leftBehind: readonly string[];
  /** The one more turn: whether it went well. */
  readonly goesOn: boolean;
}

export interface Point {
  /** Lines between host and server until the end or the crash. */
  readonly events: number;
  readonly seen: Seen;
}

/** What the child writes when it comes to its end. */
export interface Ended {
  readonly end: string;
  readonly events: number;
  readonly state: ThreadState;
}

const child = fileURLToPath(new URL("hostChild.ts", import.meta.url));

export async function runPoint(provider: Provider, side: Crash["side"], at: number): Promise<Point> {
  const folders = await makeFolders({}, provider.configToml({ model: "gpt-5.5", retries: 0 }));
  try {
    const { root, home, temp: TMPDIR } = folders;
    const PATH = process.env["PATH"] ?? "/usr/bin:/bin";
    const environment = { PATH, HOME: home, TMPDIR, LANG: "C.UTF-8" };
    const crash: Crash = { folders, side, at, environment, appServerPath: serverBinary() };
    const spoilt = await runChild(crash);
    const text = readText(join(root, names.state));
    const ended = text === "" ? undefined : (JSON.parse(text) as Ended);
    const same = ended?.end === "killed" ? ended.state : undefined;
    const seen = await look(crash, same);
    return { events: ended?.events ?? at, seen: { ...seen, spoilt, leftBehind: await leftBehind(folders) } };
  } finally {
    await rm(folders.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs it until it and its server are gone. Returns why it spoilt the point, or null. */
async function runChild(crash: Crash): Promise<string | null> {
  const running = spawn(process.execPath, [child, JSON.stringify(crash)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const end = await new Promise<string>((resolve) =>
    running.once("close", (code, signal) => resolve(signal ?? String(code))),
  );
  const pid = Number(readText(join(crash.folders.root, names.server)));
  // Not our child: the system tells nobody of its end.
  const isAlive = async (): Promise<boolean> => (await listProcesses()).some((entry) => entry.pid === pid);
  while (await isAlive()) await new Promise((resolve) => setImmediate(resolve));
  const isAsMeant = end === "0" || (crash.side === "host" && end === "SIGKILL");
  return isAsMeant ? null : `the child ended with ${end}`;
}

async function look(
  crash: Crash,
  same: ThreadState | undefined,
): Promise<Omit<Seen, "spoilt" | "leftBehind">> {
  const { folders } = crash;
  const said = readText(join(folders.root, names.said))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Said);
  const threadId = said.find((one) => one.what === "thread")?.threadId;
  const fresh = threadId === undefined ? undefined : await lookAnew(crash, threadId);
  const ran = readText(join(folders.workspace, sideFile))
    .split("\n")
    .filter((line) => line !== "");
  const isChanged = existsSync(join(folders.workspace, changedFile));
  const none = { fresh: undefined, returned: [], queued: [], goesOn: true, refused: null };
  return { said, same, ran, isChanged, ...(fresh ?? none) };
}

type Anew = Pick<Seen, "fresh" | "returned" | "queued" | "goesOn" | "refused">;

/** A fresh host, as after a reload of the window: nothing goes by itself, and one more turn is asked for. */
async function lookAnew({ folders, environment, appServerPath }: Crash, threadId: string): Promise<Anew> {
  const host = new HeadlessHost({
    codexHome: folders.codexHome,
    environment,
    appServerPath,
    mode: "auto",
    keptWork: new WorkFiles({ folder: join(folders.root, names.work), log: () => undefined }),
    keptNames: new LeftoverFiles({ folder: join(folders.root, names.sandboxes), log: () => undefined }),
    isQueued: (id, clientId) => queue.has(id, clientId),
  });
  const kept = new KeptFile(join(folders.root, names.queue), () => undefined);
  const queue: MessageQueue = new MessageQueue({ ...host.threads.queueParts, kept, log: () => undefined });
  try {
    await host.start();
    const problem = await host.threads.resume(threadId).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    if (problem !== null) {
      const refused = isUnknownThread(problem) ? null : problem.message;
      const returned = host.threads.lostPrompts(threadId);
      return { fresh: undefined, returned, queued: [], goesOn: true, refused };
    }
    await queue.tell(threadId);
    const fresh = host.state(threadId);
    const queued = fresh.messageQueue.messages.map(({ clientId }) => clientId);
    await host.threads.send(threadId, afterwards, "afterwards");
    const isOver = (): ThreadState["turns"][number] | undefined =>
      host
        .state(threadId)
        .turns.find((turn) => hasPrompt(turn, "afterwards") && turn.status !== "inProgress");
    const turn = await host.until(isOver);
    return { fresh, returned: [], queued, goesOn: turn.status === "completed", refused: null };
  } finally {
    await host.dispose();
  }
}

function readText(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

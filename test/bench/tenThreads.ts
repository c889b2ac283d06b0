// Ten threads at once, each in a folder of its own, against one thread that does as much one turn after the other: is
// every word where it belongs, and what does the host pay for holding ten? The scripted model runs in this process too
// and costs the same on both sides.

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ThreadState } from "../../extension/shared/threadState.ts";
import { HeadlessHost } from "../client/headlessHost.ts";
import { command } from "../provider/calls.ts";
import { message } from "../provider/events.ts";
import { type Provider, startProvider } from "../provider/provider.ts";
import { sequence, type Script } from "../provider/script.ts";
import { median } from "./measure.ts";
import { makeFolders, type ServerFolders } from "../provider/serverFolders.ts";

export interface TenThreads {
  /** Words, outputs and folders that stand in a thread that they do not belong to. */
  readonly crossTalk: number;
  /** Processor time of ten turns at once ÷ that of ten turns of one thread. */
  readonly cpuRatio: number;
  /** Memory that ten threads keep ÷ that of the one with ten turns. */
  readonly memoryRatio: number;
}

const count = 10;
const names = Array.from({ length: count }, (_, n) => `thread${n}x`);
const wordsEach = 400;

/** Each turn says its own name over and over, and reads the file of its own folder. */
const script: Script = (request) => {
  const name = names.find((known) => request.lastUserText.includes(known)) ?? "";
  const said = Array.from({ length: wordsEach }, () => `${name} `);
  return sequence([command("pwd"), message({ text: said.join(""), deltas: said })])(request);
};

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

interface Cost {
  readonly cpuMs: number;
  readonly heapBytes: number;
  readonly crossTalk: number;
}

export async function tenThreads(rounds: number): Promise<TenThreads> {
  const provider = await startProvider({ script, record: false });
  const folders = await makeFolders({}, provider.configToml({ model: "gpt-5.5" }));
  try {
    for (const name of names) await mkdir(join(folders.workspace, name));
    // Once unmeasured: what is compiled then stays so.
    await cost(folders, oneByOne);
    const found: TenThreads[] = [];
    for (let round = 0; round < rounds; round++) {
      const one = await cost(folders, oneByOne);
      const ten = await cost(folders, atOnce);
      const [cpuRatio, memoryRatio] = [ten.cpuMs / one.cpuMs, ten.heapBytes / one.heapBytes];
      found.push({ crossTalk: ten.crossTalk, cpuRatio, memoryRatio });
    }
    return {
      crossTalk: Math.max(...found.map(({ crossTalk }) => crossTalk)),
      cpuRatio: median(found.map(({ cpuRatio }) => cpuRatio)),
      memoryRatio: median(found.map(({ memoryRatio }) => memoryRatio)),
    };
  } finally {
    await end(provider, folders);
  }
}

async function end(provider: Provider, folders: ServerFolders): Promise<void> {
  await provider.close();
  await rm(folders.root, { recursive: true, force: true, maxRetries: 5 });
}

type Play = (host: HeadlessHost, workspace: string) => Promise<void>;

async function oneByOne(host: HeadlessHost, workspace: string): Promise<void> {
  const threadId = await host.threads.start(join(workspace, names[0] ?? ""));
  for (const name of names) await turn(host, threadId, name);
}

async function atOnce(host: HeadlessHost, workspace: string): Promise<void> {
  await Promise.all(
    names.map(async (name) => await turn(host, await host.threads.start(join(workspace, name)), name)),
  );
}

async function turn(host: HeadlessHost, threadId: string, name: string): Promise<void> {
  const before = host.state(threadId).turns.length;
  await host.threads.send(threadId, `Say ${name}.`);
  await host.until(() => host.state(threadId).turns[before]?.status === "completed");
}

async function cost({ home, codexHome, workspace }: ServerFolders, play: Play): Promise<Cost> {
  const environment = { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8" };
  const host = new HeadlessHost({ codexHome, environment });
  try {
    await host.start();
    const heap = heapNow();
    const cpu = process.cpuUsage();
    await play(host, workspace);
    const { user, system } = process.cpuUsage(cpu);
    const heapBytes = heapNow() - heap;
    const states = host.threads.store.ids.flatMap((id) => host.threads.store.get(id) ?? []);
    return {
      cpuMs: (user + system) / 1000,
      heapBytes,
      crossTalk: states.reduce((sum, state) => sum + strays(state), 0),
    };
  } finally {
    await host.dispose();
  }
}

/** Names of other threads in what this one shows: its prompt says which is its own. */
function strays(state: ThreadState): number {
  const own = names.find((name) => state.cwd.endsWith(name));
  const text = JSON.stringify([state.turns, state.cwd, state.outgoing]);
  return names.filter((name) => name !== own).reduce((sum, name) => sum + text.split(name).length - 1, 0);
}

/** What lies about does not count. */
function heapNow(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

// A Codex home with many threads: one is made by the real app-server, its rollout is written again under further ids,
// and the server itself takes them into its database. It is made once and kept in .build/; a half-made one is made
// anew. It measures nothing.

import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, realpath, rm, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Connection } from "../../extension/codex/connection.ts";
import { HeadlessHost } from "../client/headlessHost.ts";
import { message } from "../provider/events.ts";
import { startProvider } from "../provider/provider.ts";
import { projectRoot } from "../workbench/project.ts";
import { randomFrom, word } from "./inputs.ts";

export interface ManyThreads {
  readonly home: string;
  readonly codexHome: string;
  /** The folder of every other thread; the rest are spread over twenty. */
  readonly workspace: string;
  readonly count: number;
}

const prompt = "the first prompt of a thread";
const folderOf = (count: number): string => join(projectRoot, ".build", "bench", `threads-${count}`);
const markOf = (count: number): string => join(folderOf(count), "made.json");

/** The home, made when it is not there yet. Rejects when the server does not take all of it. */
export async function manyThreads(count: number): Promise<ManyThreads> {
  if (!existsSync(markOf(count))) await make(count);
  return JSON.parse(readFileSync(markOf(count), "utf8")) as ManyThreads;
}

async function make(count: number): Promise<void> {
  await rm(folderOf(count), { recursive: true, force: true });
  await mkdir(folderOf(count), { recursive: true });
  const root = await realpath(folderOf(count));
  const [home, codexHome, workspace] = [join(root, "home"), join(root, "codex"), join(root, "work")];
  for (const folder of [home, codexHome, workspace]) await mkdir(folder);
  const provider = await startProvider({ script: () => message("Well."), record: false });
  const made: ManyThreads = { home, codexHome, workspace, count };
  try {
    await writeFile(join(codexHome, "config.toml"), provider.configToml());
    await withHost(made, async (host, connection) => {
      const threadId = await host.threads.start(workspace);
      await host.threads.send(threadId, prompt);
      await host.until(() => host.state(threadId).turns[0]?.status === "completed");
      const { thread } = await connection.call("thread/read", { threadId, includeTurns: false });
      await multiply(made, thread.path ?? "", threadId);
    });
    await withHost(made, async (_, connection) => {
      const known = await listAll(connection, false);
      if (known !== count) throw new Error(`The server took ${known} of ${count} threads.`);
    });
    await writeFile(markOf(count), JSON.stringify(made));
  } finally {
    await provider.close();
  }
}

async function withHost(
  { home, codexHome }: ManyThreads,
  work: (host: HeadlessHost, connection: Connection) => Promise<void>,
): Promise<void> {
  const environment = { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8" };
  const host = new HeadlessHost({ codexHome, environment });
  try {
    await work(host, await host.start());
  } finally {
    await host.dispose();
  }
}

async function multiply({ workspace, count }: ManyThreads, rollout: string, threadId: string): Promise<void> {
  const text = await readFile(rollout, "utf8");
  const random = randomFrom(count);
  const began = Math.floor(Date.now() / 1000);
  for (let index = 1; index < count; index++) {
    const id = `${threadId.slice(0, 24)}${index.toString(16).padStart(12, "0")}`;
    const folder = index % 2 === 0 ? workspace : join(dirname(workspace), `other${index % 20}`);
    const words = Array.from({ length: 8 }, () => word(random))
      .join("")
      .trim();
    const file = rollout.replace(threadId, id);
    const own = text.replaceAll(threadId, id).replaceAll(workspace, folder).replaceAll(prompt, words);
    await writeFile(file, own);
    const at = began - index * 60;
    await utimes(file, at, at);
  }
}

/** Reads the whole list and counts it; looking through the rollouts takes those that are new into the database. */
async function listAll(connection: Connection, useStateDbOnly: boolean): Promise<number> {
  let count = 0;
  for (let cursor: string | null = null; ;) {
    const answer: { data: unknown[]; nextCursor: string | null } = await connection.call("thread/list", {
      limit: 100,
      useStateDbOnly,
      sortKey: "updated_at",
      modelProviders: [],
      ...(cursor === null ? {} : { cursor }),
    });
    count += answer.data.length;
    if (answer.nextCursor === null) return count;
    cursor = answer.nextCursor;
  }
}

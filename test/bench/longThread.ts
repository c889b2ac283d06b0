// A Codex home with one thread of many turns, written by the real app-server with a scripted model. Making it takes
// minutes, so it is made once and kept in .build/; a half-made one is made anew. It measures nothing.

import { existsSync, readFileSync } from "node:fs";
import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadlessHost } from "../client/headlessHost.ts";
import { message } from "../provider/events.ts";
import { startProvider } from "../provider/provider.ts";
import { whenUser } from "../provider/script.ts";
import { projectRoot } from "../workbench/project.ts";
import { randomFrom, word } from "./inputs.ts";

export interface LongThread {
  readonly home: string;
  readonly codexHome: string;
  readonly workspace: string;
  readonly threadId: string;
  /** What the agent said last. */
  readonly lastWords: string;
}

const folderOf = (turns: number): string => join(projectRoot, ".build", "bench", `thread-${turns}`);
const markOf = (turns: number): string => join(folderOf(turns), "made.json");

/** True when the thread is there already, so that `longThread` takes no time. */
export function hasLongThread(turns: number): boolean {
  return existsSync(markOf(turns));
}

/** The thread, made when it is not there yet. Rejects when the server ends or refuses a prompt. */
export async function longThread(turns: number): Promise<LongThread> {
  if (!hasLongThread(turns)) await make(turns);
  return JSON.parse(readFileSync(markOf(turns), "utf8")) as LongThread;
}

async function make(turns: number): Promise<void> {
  await rm(folderOf(turns), { recursive: true, force: true });
  await mkdir(folderOf(turns), { recursive: true });
  const root = await realpath(folderOf(turns));
  const [home, codexHome, workspace] = [join(root, "home"), join(root, "codex"), join(root, "work")];
  for (const folder of [home, codexHome, workspace]) await mkdir(folder);
  const random = randomFrom(turns);
  const said = Array.from({ length: turns }, (_, turn) => `Answer ${turn}: ${sentence(random)}`);
  const script = whenUser(/^go on \d+$/, ({ lastUserText }) =>
    message({ text: said[Number(lastUserText.slice("go on ".length))] ?? "", deltas: 0 }),
  );
  const provider = await startProvider({ script, record: false });
  try {
    await writeFile(join(codexHome, "config.toml"), provider.configToml());
    const environment = { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8" };
    const threadId = await talk(new HeadlessHost({ codexHome, environment }), workspace, turns);
    const made: LongThread = { home, codexHome, workspace, threadId, lastWords: said.at(-1) ?? "" };
    await writeFile(markOf(turns), JSON.stringify(made));
  } finally {
    await provider.close();
  }
}

async function talk(host: HeadlessHost, workspace: string, turns: number): Promise<string> {
  try {
    await host.start();
    const threadId = await host.threads.start(workspace);
    for (let turn = 0; turn < turns; turn++) {
      await host.threads.send(threadId, `go on ${turn}`);
      await host.until(() => host.state(threadId).turns[turn]?.status === "completed");
    }
    return threadId;
  } finally {
    await host.dispose();
  }
}

function sentence(random: () => number): string {
  return Array.from({ length: 40 }, () => word(random))
    .join("")
    .trimEnd();
}

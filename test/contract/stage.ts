// What a contract test needs: a scripted model, folders of its own, and hosts on the real app-server over them.
// Everything is ended and removed when the test that set it is over.

import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import {
  descendantsOf,
  listProcesses,
  livingOf,
  type ProcessEntry,
} from "../../extension/codex/processTree.ts";
import type { ThreadState, TurnState } from "../../extension/shared/threadState.ts";
import { HeadlessHost, type HeadlessHostOptions } from "../client/headlessHost.ts";
import { type Provider, startProvider } from "../provider/provider.ts";
import type { Script } from "../provider/script.ts";
import { makeFolders, type ServerFolders, type WorkspaceFiles } from "../provider/serverFolders.ts";

export interface Stage extends ServerFolders {
  readonly provider: Provider;
  /** A variable environment for servers: a clean one, with the home of this stage. */
  readonly environment: Readonly<Record<string, string>>;
  /** What config.toml held at first. */
  readonly configToml: string;
  /** A host on this home; not started. */
  host(options?: Partial<HeadlessHostOptions>): HeadlessHost;
}

export interface StageOptions {
  readonly files?: WorkspaceFiles;
  readonly retries?: number;
  readonly model?: string;
  /** Lines of config.toml before the provider's. */
  readonly configToml?: string;
}

/** Sets a stage for the running test. */
export async function setStage(script: Script, options: StageOptions = {}): Promise<Stage> {
  const provider = await startProvider({ script });
  onTestFinished(() => provider.close());
  const { model = "gpt-5.5", retries = 0, configToml = "" } = options;
  const folders = await makeFolders(options.files ?? {}, "");
  onTestFinished(() => rm(folders.root, { recursive: true, force: true, maxRetries: 5 }));
  const text = `${configToml}${provider.configToml({ model, retries })}`;
  await writeFile(join(folders.codexHome, "config.toml"), text);
  const environment = {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOME: folders.home,
    TMPDIR: folders.temp,
    LANG: "C.UTF-8",
  };
  const host = (more: Partial<HeadlessHostOptions> = {}): HeadlessHost => {
    const made = new HeadlessHost({ codexHome: folders.codexHome, environment, ...more });
    onTestFinished(() => made.dispose());
    return made;
  };
  return { ...folders, provider, environment, configToml: text, host };
}

/** Sends the prompt and waits for the end of the turn that takes it. */
export async function runTurn(host: HeadlessHost, threadId: string, text: string): Promise<TurnState> {
  await host.threads.send(threadId, text);
  return await host.until(() => endedTurn(host.state(threadId), text));
}

/** The newest turn with this prompt, once it has ended. */
export function endedTurn(state: ThreadState, prompt: string): TurnState | undefined {
  const turn = state.turns.findLast((candidate) => promptsOf(candidate).includes(prompt));
  return turn !== undefined && turn.status !== "inProgress" ? turn : undefined;
}

/** The texts that the person wrote in a turn, oldest first. */
export function promptsOf(turn: TurnState): string[] {
  return turn.entries.flatMap((entry) => {
    if (entry.kind !== "item" || entry.item.type !== "userMessage") return [];
    return [entry.item.content.map((input) => (input.type === "text" ? input.text : "")).join("")];
  });
}

/** The items of a turn of one type, with their entries. */
export function itemsOf<T extends string>(turn: TurnState | undefined, type: T) {
  return (turn?.entries ?? []).flatMap((entry) =>
    entry.kind === "item" && entry.item.type === type
      ? [{ ...entry, item: entry.item as Extract<typeof entry.item, { type: T }> }]
      : [],
  );
}

/** The servers that descend from this process, with all that they started. */
export async function ourProcesses(): Promise<ProcessEntry[]> {
  return descendantsOf(process.pid, await listProcesses());
}

/** Resolves when none of them lives. The system tells nobody of the end of a grandchild: one has to look. */
export async function gone(processes: readonly ProcessEntry[]): Promise<void> {
  while ((await livingOf(processes)).length > 0) await new Promise((resolve) => setImmediate(resolve));
}

/** Kills the one server that runs, as a crash would. */
export async function killServer(): Promise<void> {
  const server = (await ourProcesses()).find(({ parentPid }) => parentPid === process.pid);
  if (server === undefined) throw new Error("No server runs.");
  process.kill(server.pid, "SIGKILL");
}

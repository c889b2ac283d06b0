// Files in sensitive places that changed on the disk while a turn ran in their folder, or a moment after: commands
// write without an item of their own, and no profile guards names like `*.code-workspace` that are not there yet. It
// tells, and stops nothing: by the time anything is heard the file is written, and it runs only once somebody opens it.
// Always: judged by the file's real path and its times, and an empty file is none, for the sandbox puts such up while
// commands run.

import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import type { Turn } from "../shared/protocol.ts";
import { sensitiveWords } from "../shared/sensitivePlaces.ts";
import { runningTurn, type ThreadState, type TurnState } from "../shared/threadState.ts";
import type { ThreadStore } from "./threadStore.ts";

/** Where they outlive the window. */
export interface SensitiveRecord {
  readonly keep: (threadId: string, turnId: string, path: string) => void;
  /** What was kept of a thread. */
  readonly read: (threadId: string) => Promise<readonly { readonly turnId: string; readonly path: string }[]>;
}

export interface SensitiveChangesOptions {
  readonly store: ThreadStore;
  readonly record?: SensitiveRecord | undefined;
  /** Threads that a person follows: agents work for one of them. */
  readonly isOwn: (threadId: string) => boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** A turn in which files may have changed. */
export interface Work {
  readonly threadId: string;
  readonly turnId: string;
  readonly cwd: string;
  /** Unix milliseconds; what changed earlier is not its doing. */
  readonly sinceMs: number;
}

/** A watching tells late: what it tells so soon after the end of a turn is still that turn's. */
const graceMs = 3_000;
/** Some disks keep times by the second, and so does the server. */
const inaccuracyMs = 1_000;

export class SensitiveChanges {
  readonly #options: SensitiveChangesOptions;

  constructor(options: SensitiveChangesOptions) {
    this.#options = options;
  }

  /** A file was made or changed. Told in each thread whose turn runs above it. */
  async changed(file: string): Promise<void> {
    for (const work of this.#running()) await this.check(work, file);
  }

  /** The last turn of a thread, if anything in it can have written files; undefined otherwise. */
  workOf(threadId: string): Work | undefined {
    const state = this.#options.store.get(threadId);
    const turn = state?.turns.at(-1);
    if (!state || !turn || turn.startedAtMs === null || !turn.entries.some(isWork)) return undefined;
    return workIn(state, turn);
  }

  /** Tells of the file if it is sensitive, lies in the folder of the turn and changed since the turn began. */
  async check(work: Work, file: string): Promise<void> {
    const found = await contentsAt(file);
    if (!found || found.changedMs < work.sinceMs - inaccuracyMs) return;
    const { real } = found;
    if (sensitiveWords(real) === null || !isBelow(work.cwd, real)) return;
    if (this.#tell(work.threadId, work.turnId, real))
      this.#options.record?.keep(work.threadId, work.turnId, real);
  }

  /** Turns were read from history, which knows nothing of this. Rejects as the record does. */
  async historyCame(threadId: string, turns: readonly Turn[]): Promise<void> {
    if (turns.length === 0) return;
    const kept = (await this.#options.record?.read(threadId)) ?? [];
    for (const { turnId, path: file } of kept)
      if (turns.some(({ id }) => id === turnId)) this.#tell(threadId, turnId, file);
  }

  /** False when there is no such turn or it was told already. */
  #tell(threadId: string, turnId: string, file: string): boolean {
    const { store } = this.#options;
    const turn = store.get(threadId)?.turns.find((one) => one.turnId === turnId);
    if (!turn || turn.sensitive.includes(file)) return false;
    return store.append(threadId, { method: "lectern/sensitiveChanged", params: { turnId, path: file } });
  }

  #running(): Work[] {
    const { store, isOwn } = this.#options;
    return store.ids.filter(isOwn).flatMap((threadId) => {
      const state = store.get(threadId);
      const turn = state && (runningTurn(state) ?? this.#justEnded(state));
      return turn ? [workIn(state, turn)] : [];
    });
  }

  #justEnded({ turns }: ThreadState): TurnState | undefined {
    const last = turns.at(-1);
    const sinceMs = this.#options.now() - (last?.completedAtMs ?? -Infinity);
    return sinceMs < graceMs ? last : undefined;
  }
}

function workIn({ threadId, cwd }: ThreadState, { turnId, startedAtMs }: TurnState): Work {
  return { threadId, turnId, cwd, sinceMs: startedAtMs ?? 0 };
}

/** Messages and thoughts alone write nothing. */
function isWork(entry: TurnState["entries"][number]): boolean {
  if (entry.kind !== "item") return false;
  const { type } = entry.item;
  return type !== "userMessage" && type !== "agentMessage" && type !== "reasoning";
}

/**
 * The real path of a file that has something in it, and when its contents or its name last changed: no program can
 * set that time. undefined when there is none: what is gone again is not left to run.
 */
async function contentsAt(file: string): Promise<{ real: string; changedMs: number } | undefined> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size === 0) return undefined;
    return { real: await realpath(file), changedMs: found.ctimeMs };
  } catch {
    return undefined;
  }
}

function isBelow(folder: string, file: string): boolean {
  if (folder === "") return false;
  const way = path.relative(folder, file);
  return way !== "" && !way.startsWith("..") && !path.isAbsolute(way);
}

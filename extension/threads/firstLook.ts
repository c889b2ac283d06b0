// A long thread is shown before it is loaded: to load it the server reads all of it (twelve megabytes take it three
// quarters of a second), while it gives the last page of the history at once. It changes nothing on the server.
// Always: only what is over and whole is shown so, and when loading brings another page, that one counts.

import { stat } from "node:fs/promises";
import path from "node:path";
import { ServerRefused } from "../codex/errors.ts";
import type { Calls } from "../codex/server.ts";
import type { Thread, Turn } from "../shared/protocol.ts";
import { firstPage, type History } from "./history.ts";
import type { ThreadStore } from "./threadStore.ts";

/** Bytes of a thread's file from which on a look is worth a call of its own: some 100 ms of loading. */
const longFileBytes = 2_000_000;

export interface FirstLookOptions {
  readonly store: ThreadStore;
  readonly call: Calls["call"];
  readonly history: History;
  /** Whether something is written down that its history may not have. */
  readonly hasOpenWork: (threadId: string) => boolean;
}

export class FirstLook {
  readonly #options: FirstLookOptions;
  /** The turns that were shown of threads that are not loaded yet. */
  readonly #shown = new Map<string, string>();

  constructor(options: FirstLookOptions) {
    this.#options = options;
  }

  /** Shows the end of a thread that nothing is known of. False: it has to be loaded first. Throws ServerGone or DeadlinePassed. */
  async show(threadId: string): Promise<boolean> {
    const { store, hasOpenWork } = this.#options;
    if (store.get(threadId) !== undefined || hasOpenWork(threadId)) return false;
    try {
      return await this.#look(threadId);
    } catch (error) {
      // Whatever is wrong with it, loading it tells.
      if (error instanceof ServerRefused) return false;
      throw error;
    }
  }

  async #look(threadId: string): Promise<boolean> {
    const { store, call, history } = this.#options;
    const { thread } = await call("thread/read", { threadId, includeTurns: false });
    if (!(await isLong(thread))) return false;
    const page = await call("thread/turns/list", { threadId, ...firstPage });
    if (!isOver(page.data[0]) || store.get(threadId) !== undefined) return false;
    const { name, preview, cwd, historyMode } = thread;
    store.open(threadId, cwd);
    store.append(threadId, {
      method: "lectern/opened",
      params: {
        name,
        preview,
        cwd,
        historyMode,
        model: null,
        effort: null,
        permissions: null,
        blocked: null,
      },
    });
    this.#shown.set(threadId, JSON.stringify(page.data));
    history.came(threadId, page);
    return true;
  }

  has(threadId: string): boolean {
    return this.#shown.has(threadId);
  }

  /** The thread was loaded with this page. True when that is what is shown; otherwise what was shown is dropped. */
  loaded(threadId: string, turns: readonly Turn[]): boolean {
    const shown = this.#shown.get(threadId);
    this.#shown.delete(threadId);
    if (shown === undefined) return false;
    if (shown === JSON.stringify(turns)) return true;
    this.#options.store.append(threadId, { method: "lectern/historyDropped", params: {} });
    return false;
  }

  /** Another process holds it: its history comes on another way. */
  forget(threadId: string): void {
    this.#shown.delete(threadId);
  }
}

async function isLong({ path: file }: Thread): Promise<boolean> {
  if (file === null || !path.isAbsolute(file)) return false;
  return stat(file).then(
    ({ size }) => size >= longFileBytes,
    () => false,
  );
}

/** A turn that was cut off, or that another process runs, has no time of its end. */
function isOver(turn: Turn | undefined): boolean {
  return turn !== undefined && turn.status !== "inProgress" && turn.completedAt !== null;
}

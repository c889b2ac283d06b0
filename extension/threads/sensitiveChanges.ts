// Files in sensitive places that changed on the disk while a turn ran in their folder: commands write without an item
// of their own, and no profile guards names like `*.code-workspace` that are not there yet. It tells, and stops nothing.
// Always: judged by the file's real path, and an empty file is none, for the sandbox puts such up while commands run.

import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { sensitiveWords } from "../shared/sensitivePlaces.ts";
import { runningTurn } from "../shared/threadState.ts";
import type { ThreadStore } from "./threadStore.ts";

export interface SensitiveChangesOptions {
  readonly store: ThreadStore;
  /** Threads that a person follows: agents work for one of them. */
  readonly isOwn: (threadId: string) => boolean;
}

export class SensitiveChanges {
  readonly #options: SensitiveChangesOptions;

  constructor(options: SensitiveChangesOptions) {
    this.#options = options;
  }

  /** A file was made or changed. Told in each thread that runs a turn above it. */
  async changed(file: string): Promise<void> {
    const running = this.#running();
    if (running.length === 0) return;
    const real = await contentsAt(file);
    if (real === undefined || sensitiveWords(real) === null) return;
    for (const { threadId, turnId, cwd } of running)
      if (isBelow(cwd, real)) this.#tell(threadId, turnId, real);
  }

  #running(): { threadId: string; turnId: string; cwd: string }[] {
    const { store, isOwn } = this.#options;
    return store.ids.filter(isOwn).flatMap((threadId) => {
      const state = store.get(threadId);
      const turn = state && runningTurn(state);
      return turn ? [{ threadId, turnId: turn.turnId, cwd: state.cwd }] : [];
    });
  }

  #tell(threadId: string, turnId: string, file: string): void {
    const turn = this.#options.store.get(threadId)?.turns.find((one) => one.turnId === turnId);
    if (!turn || turn.sensitive.includes(file)) return;
    const params = { turnId, path: file };
    this.#options.store.append(threadId, { method: "lectern/sensitiveChanged", params });
  }
}

/** The real path of a file that has something in it. */
async function contentsAt(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() && found.size > 0 ? await realpath(file) : undefined;
  } catch {
    // Gone again: nothing of it is left to run.
    return undefined;
  }
}

function isBelow(folder: string, file: string): boolean {
  if (folder === "") return false;
  const way = path.relative(folder, file);
  return way !== "" && !way.startsWith("..") && !path.isAbsolute(way);
}

// Which permissions a person chose for which thread, kept over reloads so that resuming it restores them. Only
// choices are kept: a thread under the default follows the default. Bounded; what is not a choice is dropped.

import path from "node:path";
import { modeIds, permissionsOf, type ModeId, type Permissions } from "../shared/permissions.ts";
import { KeptFile } from "./keptFile.ts";

/** The oldest choices go first. */
const maxThreads = 500;

export class ThreadChoices {
  readonly #file: KeptFile;
  #choices: Map<string, Permissions> | undefined;

  constructor(folder: string, log: (line: string) => void) {
    this.#file = new KeptFile(path.join(folder, "permissions.json"), log);
  }

  get(threadId: string): Permissions | undefined {
    return this.#all().get(threadId);
  }

  keep(threadId: string, permissions: Permissions): void {
    const choices = this.#all();
    choices.delete(threadId);
    choices.set(threadId, permissions);
    for (const oldest of choices.keys()) {
      if (choices.size <= maxThreads) break;
      choices.delete(oldest);
    }
    this.#file.keep([...choices].map(([id, { mode, autoReview }]) => ({ id, mode, autoReview })));
  }

  /** Resolves when all that was kept is on the disk. */
  async settled(): Promise<void> {
    await this.#file.settled();
  }

  #all(): Map<string, Permissions> {
    this.#choices ??= choicesFrom(this.#file.read());
    return this.#choices;
  }
}

function choicesFrom(value: unknown): Map<string, Permissions> {
  const choices = new Map<string, Permissions>();
  for (const entry of Array.isArray(value) ? value.slice(-maxThreads) : []) {
    if (typeof entry !== "object" || entry === null) continue;
    const { id, mode, autoReview } = entry as Record<string, unknown>;
    if (typeof id === "string" && isMode(mode)) choices.set(id, permissionsOf(mode, autoReview === true));
  }
  return choices;
}

function isMode(value: unknown): value is ModeId {
  return modeIds.some((mode) => mode === value);
}

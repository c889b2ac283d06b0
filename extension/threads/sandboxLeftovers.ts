// What the sandbox makes in a workspace while a command runs, and leaves behind when the command or its server is
// ended. An empty `.git` or a file `.vscode` confuses people and tools.
// Always: only what was not there before is removed, only while it is empty, and never while any command may still run
// there: the sandbox guards these places by mounting over them, and they would lie open.

import { lstat, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import { sandboxNames } from "../shared/sensitivePlaces.ts";

/** Outlives the window: a host that is killed removes nothing, and the next one cannot know any more what was there. */
export interface KeptNames {
  /** undefined when nothing is kept of the folder. */
  readonly read: (folder: string) => readonly string[] | undefined;
  readonly keep: (folder: string, missing: readonly string[]) => void;
  readonly forget: (folder: string) => void;
}

export interface SandboxLeftoversOptions {
  readonly kept?: KeptNames | undefined;
  /** Whether a turn or a command runs in a thread of this folder. */
  readonly isBusy: (folder: string) => boolean;
  /** Places that some process sees mounted over. */
  readonly mounted: () => Promise<ReadonlySet<string>>;
}

/** A sandbox goes a moment after its command: so long, in milliseconds, is waited between one try and the next. */
const triesAfterMs = [50, 100, 200, 400, 800, 1_600];
/** When the host ends there is less time; another window may hold it for long. */
const lastTriesAfterMs = [50, 100, 200];

/** clean: nothing is left. used: a sandbox still holds it, though nothing of ours runs. */
type Outcome = "clean" | "busy" | "used";

export class SandboxLeftovers {
  readonly #options: SandboxLeftoversOptions;
  /** Folder -> which of the names were missing in it before commands ran there. */
  readonly #missing = new Map<string, readonly string[]>();
  /** Folder of a thread -> the others that its commands may work in. */
  readonly #others = new Map<string, readonly string[]>();

  constructor(options: SandboxLeftoversOptions) {
    this.#options = options;
  }

  /**
   * Notes what is missing in the folder and those beside it; only the first time, for later the sandbox may be at work.
   * What an earlier host left is removed.
   */
  async note(folder: string, others: readonly string[] = []): Promise<void> {
    this.#others.set(folder, others);
    for (const one of [folder, ...others]) await this.#noteOne(one);
  }

  async #noteOne(folder: string): Promise<void> {
    if (this.#missing.has(folder)) return;
    const { kept } = this.#options;
    const known = kept?.read(folder);
    this.#missing.set(folder, known ?? []);
    if (known) return void this.#removeWhenFree(folder);
    const missing = await missingIn(folder);
    this.#missing.set(folder, missing);
    kept?.keep(folder, missing);
  }

  /** Removes what commands left in the folder and those beside it, but where something still runs. */
  async remove(folder: string): Promise<void> {
    await this.#removeEach([folder, ...(this.#others.get(folder) ?? [])]);
  }

  /** Nothing of ours runs any more: the same for every folder, and forgets those in which nothing is left. */
  async removeAll(): Promise<void> {
    this.#others.clear();
    await this.#removeEach([...this.#missing.keys()], lastTriesAfterMs);
    for (const folder of this.#missing.keys())
      if ((await this.#left(folder)).length === 0) this.#options.kept?.forget(folder);
  }

  async #removeEach(folders: readonly string[], waitsMs = triesAfterMs): Promise<void> {
    await Promise.all(folders.map((folder) => this.#removeWhenFree(folder, waitsMs)));
  }

  /** Resolves when it is clean, when something runs there, or when a sandbox holds it for longer than it should. */
  async #removeWhenFree(folder: string, waitsMs = triesAfterMs): Promise<void> {
    for (const waitMs of [0, ...waitsMs]) {
      if (waitMs > 0) await new Promise<void>((resolve) => void setTimeout(resolve, waitMs));
      if ((await this.#removeIn(folder)) !== "used") return;
    }
  }

  async #removeIn(folder: string): Promise<Outcome> {
    const left = await this.#left(folder);
    if (left.length === 0) return "clean";
    const mounted = await this.#options.mounted();
    // Looked at last, for a turn may have begun meanwhile.
    if (this.#isBusy(folder)) return "busy";
    if (left.some((place) => mounted.has(place))) return "used";
    for (const place of left) await removeEmpty(place);
    return "clean";
  }

  /** The places that were missing and now look as the sandbox makes them. */
  #left(folder: string): Promise<string[]> {
    return leftIn(folder, this.#missing.get(folder) ?? []);
  }

  #isBusy(folder: string): boolean {
    const users = [...this.#others].filter(([cwd, others]) => cwd === folder || others.includes(folder));
    return users.some(([cwd]) => this.#options.isBusy(cwd));
  }
}

async function missingIn(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (const name of sandboxNames) {
    const found = await lstat(path.join(folder, name)).catch(() => undefined);
    if (!found) missing.push(name);
  }
  return missing;
}

/** The places of these names that look as the sandbox makes them. */
async function leftIn(folder: string, names: readonly string[]): Promise<string[]> {
  const left: string[] = [];
  for (const name of names) {
    const place = path.join(folder, name);
    const found = await lstat(place).catch(() => undefined);
    if (!found) continue;
    // A file that can be written is somebody's, however short.
    const isOurs = found.isDirectory() || (found.isFile() && found.size === 0 && (found.mode & 0o222) === 0);
    if (isOurs) left.push(place);
  }
  return left;
}

async function removeEmpty(place: string): Promise<void> {
  try {
    const found = await lstat(place);
    // `rmdir` refuses a folder that is not empty.
    await (found.isDirectory() ? rmdir(place) : unlink(place));
  } catch {
    // Gone already, not empty, or not ours to remove: then it stays.
  }
}

// What the sandbox makes in a workspace while a command runs, and leaves behind when the command is ended (facts §5,
// and seen: `.git .agents .codex .aws` as empty folders; each place that our profiles protect, as an empty file that
// nobody may write). An empty `.git` or a file `.vscode` confuses people and tools.
// Always: only what was not there before is removed, and only while it is empty.

import { lstat, rmdir, unlink } from "node:fs/promises";
import path from "node:path";
import { agentPlaces, editorPlaces } from "../shared/sensitivePlaces.ts";

const guarded = [...editorPlaces, ...agentPlaces].map(({ place }) => place.split("/")[0] ?? place);
const names = [".git", ".aws", ".env", ...guarded];

export class SandboxLeftovers {
  /** Folder -> which of the names were missing in it before commands ran there. */
  readonly #missing = new Map<string, string[]>();

  /** Folder of a thread -> the others that its commands may work in. */
  readonly #others = new Map<string, readonly string[]>();

  /** Notes what is missing in the folder and those beside it; only the first time, for later the sandbox may be at work. */
  async note(folder: string, others: readonly string[] = []): Promise<void> {
    this.#others.set(folder, others);
    for (const one of [folder, ...others]) await this.#noteOne(one);
  }

  async #noteOne(folder: string): Promise<void> {
    if (this.#missing.has(folder)) return;
    this.#missing.set(folder, []);
    const missing: string[] = [];
    for (const name of new Set(names)) {
      const isThere = await lstat(path.join(folder, name)).then(
        () => true,
        () => false,
      );
      if (!isThere) missing.push(name);
    }
    this.#missing.set(folder, missing);
  }

  /** Removes what commands left in the folder and those beside it. */
  async remove(folder: string): Promise<void> {
    for (const one of [folder, ...(this.#others.get(folder) ?? [])])
      for (const name of this.#missing.get(one) ?? []) await removeIfEmpty(path.join(one, name));
  }

  /** Removes what commands left anywhere. */
  async removeAll(): Promise<void> {
    for (const folder of this.#missing.keys()) await this.remove(folder);
  }
}

/** `rmdir` refuses a folder that is not empty; a file that can be written is somebody's, however short. */
async function removeIfEmpty(place: string): Promise<void> {
  try {
    const found = await lstat(place);
    if (found.isDirectory()) await rmdir(place);
    else if (found.isFile() && found.size === 0 && (found.mode & 0o222) === 0) await unlink(place);
  } catch {
    // Not there, not empty, or still in use: then it stays, and the next command that ends tries again.
  }
}

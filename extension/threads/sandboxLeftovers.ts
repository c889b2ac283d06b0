// Empty folders that the sandbox makes in a workspace while a command runs, and leaves behind when the command is
// ended (facts §5: `.git .agents .codex .aws`, where they were missing). An empty `.git` confuses people and tools.
// Always: only what was not there before is removed, and only while it is empty.

import { rmdir, stat } from "node:fs/promises";
import path from "node:path";

const names = [".git", ".agents", ".codex", ".aws"];

export class SandboxLeftovers {
  /** Folder -> which of the names were missing in it before commands ran there. */
  readonly #missing = new Map<string, string[]>();

  /** Notes what is missing in the folder; only the first time, for later the sandbox may be at work. */
  async note(folder: string): Promise<void> {
    if (this.#missing.has(folder)) return;
    this.#missing.set(folder, []);
    const missing: string[] = [];
    for (const name of names) {
      const isThere = await stat(path.join(folder, name)).then(
        () => true,
        () => false,
      );
      if (!isThere) missing.push(name);
    }
    this.#missing.set(folder, missing);
  }

  /** Removes what commands left in the folder. `rmdir` refuses what is not empty: that is somebody's. */
  async remove(folder: string): Promise<void> {
    for (const name of this.#missing.get(folder) ?? []) {
      await rmdir(path.join(folder, name)).catch(() => undefined);
    }
  }

  /** Removes what commands left anywhere. */
  async removeAll(): Promise<void> {
    for (const folder of this.#missing.keys()) await this.remove(folder);
  }
}

// One small JSON file of ours on the disk, kept over reloads. Knows no vscode and not what is in it.
// Always: the file on disk is whole, the newest word wins, and a damaged file counts as none.

import { mkdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import path from "node:path";

export class KeptFile {
  readonly #file: string;
  readonly #log: (line: string) => void;
  #newest: string | undefined;
  #writing: Promise<void> | undefined;

  constructor(file: string, log: (line: string) => void) {
    this.#file = file;
    this.#log = log;
  }

  /** What was kept, unchecked; undefined when there is nothing that can be read. */
  read(): unknown {
    try {
      return JSON.parse(readFileSync(this.#file, "utf8"));
    } catch {
      return undefined;
    }
  }

  /** Writes soon; of many calls during one writing only the last is written. */
  keep(value: unknown): void {
    this.#newest = JSON.stringify(value);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when all that was kept is on the disk. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      for (let text = this.#newest; text !== undefined; text = this.#newest) {
        this.#newest = undefined;
        await writeFile(`${this.#file}.part`, text, { mode: 0o600 });
        await rename(`${this.#file}.part`, this.#file);
      }
    } catch (error) {
      this.#log(`${path.basename(this.#file)} could not be kept: ${String(error)}`);
    }
  }
}

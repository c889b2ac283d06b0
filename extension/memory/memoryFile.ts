// A small thing kept on the disk over reloads: which thread was open, and the text that was not sent. A file of our
// own, because VS Code in a browser writes its storage seconds late and a reload then loses it. Knows no vscode.
// Always: the file on disk is whole, the newest word wins, and a damaged file counts as none.

import { mkdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import path from "node:path";

export interface PageMemory {
  readonly threadId: string | null;
  readonly draft: string;
  /** The thread belongs to the offline demo, which has a home of its own. */
  readonly demo: boolean;
}

const nothing: PageMemory = { threadId: null, draft: "", demo: false };

export class MemoryFile {
  readonly #file: string;
  readonly #log: (line: string) => void;
  #newest: PageMemory | undefined;
  #writing: Promise<void> | undefined;

  constructor(folder: string, log: (line: string) => void) {
    this.#file = path.join(folder, "chat.json");
    this.#log = log;
  }

  read(): PageMemory {
    try {
      return memoryFrom(JSON.parse(readFileSync(this.#file, "utf8")));
    } catch {
      return nothing;
    }
  }

  /** Writes soon; of many calls during one writing only the last is written. */
  keep(memory: PageMemory): void {
    this.#newest = memory;
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
      for (let memory = this.#newest; memory; memory = this.#newest) {
        this.#newest = undefined;
        await writeFile(`${this.#file}.part`, JSON.stringify(memory), { mode: 0o600 });
        await rename(`${this.#file}.part`, this.#file);
      }
    } catch (error) {
      this.#log(`the draft could not be kept: ${String(error)}`);
    }
  }
}

function memoryFrom(value: unknown): PageMemory {
  if (typeof value !== "object" || value === null) return nothing;
  const { threadId, draft, demo } = value as Record<string, unknown>;
  return {
    threadId: typeof threadId === "string" ? threadId : null,
    draft: typeof draft === "string" ? draft : "",
    demo: demo === true,
  };
}

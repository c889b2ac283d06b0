// A small thing kept on the disk over reloads: which thread was open, and the text that was not sent. A file of our
// own, because VS Code in a browser writes its storage seconds late and a reload then loses it. Knows no vscode.

import path from "node:path";
import { KeptFile } from "./keptFile.ts";

export interface PageMemory {
  readonly threadId: string | null;
  readonly draft: string;
  /** The thread belongs to the offline demo, which has a home of its own. */
  readonly demo: boolean;
}

const nothing: PageMemory = { threadId: null, draft: "", demo: false };

export class MemoryFile {
  readonly #file: KeptFile;

  constructor(folder: string, log: (line: string) => void) {
    this.#file = new KeptFile(path.join(folder, "chat.json"), log);
  }

  read(): PageMemory {
    return memoryFrom(this.#file.read());
  }

  keep(memory: PageMemory): void {
    this.#file.keep(memory);
  }

  /** Resolves when all that was kept is on the disk. */
  async settled(): Promise<void> {
    await this.#file.settled();
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

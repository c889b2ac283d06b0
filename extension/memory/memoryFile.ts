// What is kept of each page over reloads: which thread it showed, and the text that was not sent. A file of our own,
// because VS Code in a browser writes its storage seconds late and a reload then loses it. Knows no vscode.
// Always: bounded, the pages that nobody touched for longest go first, and the side bar's never goes.

import path from "node:path";
import { noDraft, type KeptDraft } from "../shared/bridge.ts";
import { KeptFile } from "./keptFile.ts";

export interface PageMemory {
  readonly threadId: string | null;
  /** The thread's title, for a tab whose thread is not read yet. Outside text. */
  readonly title: string;
  readonly draft: KeptDraft;
  /** The thread belongs to the offline demo, which has a home of its own. */
  readonly demo: boolean;
}

/** The memory of one page. */
export interface KeptPage {
  readonly id: string;
  read(): PageMemory;
  keep(memory: PageMemory): void;
  /** The page was closed for good. */
  forget(): void;
}

export const sideBarPage = "sideBar";

const nothing: PageMemory = { threadId: null, title: "", draft: noDraft, demo: false };
const mostPages = 50;
/** Goes into a document of ours, so that nothing but what we made ourselves may stand in it. */
const idForm = /^(?:sideBar|[\da-f-]{36})$/;

export class MemoryFile {
  readonly #file: KeptFile;
  #known: Map<string, PageMemory> | undefined;

  constructor(folder: string, log: (line: string) => void) {
    this.#file = new KeptFile(path.join(folder, "pages.json"), log);
  }

  page(id: string): KeptPage {
    return {
      id,
      read: () => this.#pages().get(id) ?? nothing,
      keep: (memory) => this.#keep(id, memory),
      forget: () => {
        if (this.#pages().delete(id)) this.#write();
      },
    };
  }

  /** Ids of the pages in editor tabs that something is kept of. */
  get tabs(): string[] {
    return [...this.#pages().keys()].filter((id) => id !== sideBarPage);
  }

  /** Resolves when all that was kept is on the disk. */
  async settled(): Promise<void> {
    await this.#file.settled();
  }

  #keep(id: string, memory: PageMemory): void {
    const pages = this.#pages();
    pages.delete(id);
    pages.set(id, memory);
    for (const oldest of this.tabs) {
      if (pages.size <= mostPages) break;
      pages.delete(oldest);
    }
    this.#write();
  }

  #write(): void {
    this.#file.keep([...this.#pages()].map(([id, memory]) => ({ id, ...memory })));
  }

  #pages(): Map<string, PageMemory> {
    this.#known ??= pagesFrom(this.#file.read());
    return this.#known;
  }
}

function pagesFrom(value: unknown): Map<string, PageMemory> {
  const pages = new Map<string, PageMemory>();
  for (const entry of Array.isArray(value) ? value.slice(-mostPages) : []) {
    if (typeof entry !== "object" || entry === null) continue;
    const { id, threadId, title, draft, demo } = entry as Record<string, unknown>;
    if (typeof id !== "string" || !idForm.test(id)) continue;
    pages.set(id, {
      threadId: typeof threadId === "string" ? threadId : null,
      title: typeof title === "string" ? title : "",
      draft: draftFrom(draft),
      demo: demo === true,
    });
  }
  return pages;
}

function draftFrom(value: unknown): KeptDraft {
  if (typeof value !== "object" || value === null) return noDraft;
  const { text, revision } = value as Record<string, unknown>;
  return typeof text === "string" && typeof revision === "number" ? { text, revision } : noDraft;
}

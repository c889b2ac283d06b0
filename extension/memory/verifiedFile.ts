// What the files of the bundled program looked like when their bytes were found right, kept over reloads, so that a
// window that comes back does not hash 300 MB again before its server starts. Knows no vscode.
// Always: whoever can write this file could change our own program as well, so it makes nothing weaker; a damaged one
// counts as none, and the files are hashed.

import path from "node:path";
import type { VerifiedFiles } from "../codex/integrity.ts";
import { KeptFile } from "./keptFile.ts";

/** More files than a program comes with: those of versions that are gone do not stay for ever. */
const mostFiles = 100;

export class VerifiedFile implements VerifiedFiles {
  readonly #file: KeptFile;
  #known: Map<string, string> | undefined;

  /** Reads nothing yet. `folder` is absolute. */
  constructor(folder: string, log: (line: string) => void) {
    this.#file = new KeptFile(path.join(folder, "verified.json"), log);
  }

  get(file: string): string | undefined {
    return this.#looks().get(file);
  }

  set(file: string, look: string): void {
    const looks = this.#looks();
    looks.delete(file);
    looks.set(file, look);
    this.#write();
  }

  delete(file: string): void {
    if (this.#looks().delete(file)) this.#write();
  }

  clear(): void {
    if (this.#looks().size === 0) return;
    this.#looks().clear();
    this.#write();
  }

  /** Resolves when all that was kept is on the disk. */
  async settled(): Promise<void> {
    await this.#file.settled();
  }

  #looks(): Map<string, string> {
    this.#known ??= looksIn(this.#file.read());
    return this.#known;
  }

  #write(): void {
    this.#file.keep(Object.fromEntries([...this.#looks()].slice(-mostFiles)));
  }
}

function looksIn(kept: unknown): Map<string, string> {
  if (typeof kept !== "object" || kept === null) return new Map();
  const looks = Object.entries(kept).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return new Map(looks);
}

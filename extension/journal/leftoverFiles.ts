// One small file a folder, with the names that were missing in it before a sandbox worked there: see
// threads/sandboxLeftovers. Written at once, for the host may be killed in the next moment.
// Always: folder 0700, files 0600; a damaged file counts as none, only names that a sandbox makes are read, and
// nothing throws.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { sandboxNames } from "../shared/sensitivePlaces.ts";
import type { KeptNames } from "../threads/sandboxLeftovers.ts";

export interface LeftoverFilesOptions {
  /** Absolute; made when the first file comes. */
  readonly folder: string;
  readonly log: (line: string) => void;
}

export class LeftoverFiles implements KeptNames {
  readonly #options: LeftoverFilesOptions;

  constructor(options: LeftoverFilesOptions) {
    this.#options = options;
  }

  read(folder: string): readonly string[] | undefined {
    try {
      const kept: unknown = JSON.parse(readFileSync(this.#fileOf(folder), "utf8"));
      const { folder: of, missing } = kept as { folder?: unknown; missing?: unknown };
      if (of !== folder || !Array.isArray(missing)) return undefined;
      return missing.filter((name) => typeof name === "string" && sandboxNames.has(name)) as string[];
    } catch {
      return undefined;
    }
  }

  keep(folder: string, missing: readonly string[]): void {
    this.#attempt("kept", () => {
      mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#fileOf(folder), JSON.stringify({ folder, missing }), { mode: 0o600 });
    });
  }

  forget(folder: string): void {
    this.#attempt("removed", () => rmSync(this.#fileOf(folder), { force: true }));
  }

  #attempt(what: string, deed: () => void): void {
    try {
      deed();
    } catch (error) {
      this.#options.log(`what a sandbox may leave could not be ${what}: ${String(error)}`);
    }
  }

  /** Absolute paths make no names of files. */
  #fileOf(folder: string): string {
    const name = createHash("sha256").update(folder).digest("hex").slice(0, 32);
    return path.join(this.#options.folder, `${name}.json`);
  }
}

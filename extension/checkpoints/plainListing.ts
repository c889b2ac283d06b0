// Looks over a folder where no git is to be had: every file counts as one that may differ. Links are not followed.

import { readdir } from "node:fs/promises";
import path from "node:path";
import type { LeftOut } from "../shared/changedFiles.ts";
import { heavyFolders, type Listed, type Listing } from "./listing.ts";

/** More is no folder that one works in: it is cut there, and said. */
const mostFiles = 50_000;

export class PlainListing implements Listing {
  readonly source = "files";
  readonly idFormat = "sha1";
  readonly tellsExecutable = process.platform !== "win32";
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Nothing is the base of everything. */
  prepare(isFresh: boolean): Promise<readonly string[] | null> {
    return Promise.resolve(isFresh ? [] : null);
  }

  async list(signal: AbortSignal): Promise<Listed> {
    const paths = new Map<string, null>();
    const leftOut: LeftOut[] = [];
    const folders = [""];
    for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
      signal.throwIfAborted();
      if (paths.size > mostFiles) {
        leftOut.push({ path: folder, because: "tooMany" });
        continue;
      }
      const entries = await readdir(path.join(this.#folder, folder), { withFileTypes: true }).catch(
        () => null,
      );
      if (entries === null) leftOut.push({ path: folder, because: "unreadable" });
      else if (folder !== "" && entries.some(({ name }) => name === ".git"))
        leftOut.push({ path: folder, because: "nestedRepository" });
      else
        for (const entry of entries) {
          const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
          if (!entry.isDirectory()) paths.set(file, null);
          else if (!heavyFolders.includes(entry.name)) folders.push(file);
        }
    }
    return { paths, leftOut };
  }

  contents(): Promise<ReadonlyMap<string, Buffer>> {
    return Promise.resolve(new Map());
  }

  renewal(): Promise<null> {
    return Promise.resolve(null);
  }

  tidy(): Promise<void> {
    return Promise.resolve();
  }
}

// What a folder's state needs of whoever looks over its files: which paths may differ from what was known. There are
// three: a git repository, a plain folder with git, a plain folder without.

import type { FileMode, LeftOut } from "../shared/changedFiles.ts";
import type { IdFormat } from "./blobs.ts";

/** What a path is said to hold, without having been read. */
export interface BaseSide {
  readonly mode: FileMode;
  readonly id: string;
}

export interface Listed {
  /**
   * Every path that may hold something else than its base, relative to the folder with "/"; null: the base has no
   * such file. A path that is not listed holds what the base says, or nothing.
   */
  readonly paths: ReadonlyMap<string, BaseSide | null>;
  readonly leftOut: readonly LeftOut[];
}

/** A newer base, not yet in the place of the one before. */
export interface Renewal {
  readonly before: ReadonlyMap<string, BaseSide>;
  readonly after: ReadonlyMap<string, BaseSide>;
  /** As `prepare` tells them. */
  readonly converted: readonly string[];
  readonly commit: () => Promise<void>;
}

export interface Listing {
  /** Names what the base was made from: what is known of the files holds for this base alone. */
  readonly source: string;
  readonly idFormat: IdFormat;
  /** False where the disk tells nothing of executable files. */
  readonly tellsExecutable: boolean;
  /**
   * Makes the base, anew when `isFresh`, else unless there is one. Resolves with the paths whose base is no word on
   * the bytes on the disk, for their lines or contents are converted when git writes them; null when the base was
   * there before.
   */
  prepare(isFresh: boolean, signal: AbortSignal): Promise<readonly string[] | null>;
  list(signal: AbortSignal): Promise<Listed>;
  /** Contents that the base names, as far as they can be had; null for the others. */
  contents(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Buffer>>;
  /** A newer base, where there is one: so much was changed since that it is worth it. */
  renewal(signal: AbortSignal): Promise<Renewal | null>;
  /** Work that may wait until nobody does. */
  tidy(signal: AbortSignal): Promise<void>;
}

/** Folders that tools fill and nobody edits: never looked into where no .gitignore can say so. */
export const heavyFolders: readonly string[] = [
  "node_modules",
  "bower_components",
  ".git",
  ".hg",
  ".svn",
  ".venv",
  "venv",
  "__pycache__",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".tox",
  ".gradle",
  ".cache",
  ".next",
  ".nuxt",
  ".turbo",
  ".parcel-cache",
  ".terraform",
];

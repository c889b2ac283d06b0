// What stands at a path of the folder right now: its kind and its bytes, read so that what is told was there at one
// moment. Links are not followed, neither the path itself nor its parents.

import type { BigIntStats } from "node:fs";
import { lstat, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import type { FileMode, LeftOut } from "../shared/changedFiles.ts";

/** By which a file is known to be the same without reading it. Plain data. */
export interface Stamp {
  readonly mtimeNs: string;
  readonly ctimeNs: string;
  readonly bytes: number;
  readonly inode: string;
}

export type Found =
  | { readonly kind: "absent" }
  | { readonly kind: "same" }
  | {
      readonly kind: "file";
      readonly mode: FileMode;
      /** Nobody may write it. */
      readonly isReadOnly: boolean;
      readonly bytes: Buffer;
      readonly stamp: Stamp;
    }
  | { readonly kind: "leftOut"; readonly because: LeftOut["because"] };

export interface InspectOptions {
  /** Absolute real path. */
  readonly folder: string;
  readonly mostBytes: number;
  /** false: every file is taken as not executable. */
  readonly tellsExecutable: boolean;
}

const mostTries = 3;

/** Looks at paths of one folder, and at each of their parents once. */
export class Inspector {
  readonly #options: InspectOptions;
  readonly #parents = new Map<string, Promise<boolean>>();

  constructor(options: InspectOptions) {
    this.#options = options;
  }

  /** `known`: the stamp of what is known of it, where it can be trusted; then "same" may be the answer. */
  async look(file: string, known: Stamp | null): Promise<Found> {
    const { folder, mostBytes } = this.#options;
    if (!(await this.#isRealFolder(path.posix.dirname(file)))) return { kind: "absent" };
    const absolute = path.join(folder, file);
    for (let tries = 1; ; tries++) {
      const before = await statOf(absolute);
      if (before === null || before.isDirectory()) return { kind: "absent" };
      if (known && isSame(stampOf(before), known)) return { kind: "same" };
      if (!before.isFile() && !before.isSymbolicLink()) return { kind: "leftOut", because: "special" };
      if (before.size > mostBytes) return { kind: "leftOut", because: "tooLarge" };
      let bytes: Buffer;
      try {
        bytes = before.isFile() ? await readFile(absolute) : await readlink(absolute, { encoding: "buffer" });
      } catch (error) {
        if (!isGone(error)) return { kind: "leftOut", because: "unreadable" };
        continue;
      }
      const after = await statOf(absolute);
      const isSettled = after !== null && isSame(stampOf(before), stampOf(after));
      if (isSettled || tries === mostTries)
        return {
          kind: "file",
          mode: this.#modeOf(before),
          isReadOnly: before.isFile() && (before.mode & 0o222n) === 0n,
          bytes,
          stamp: stampOf(before),
        };
    }
  }

  #modeOf(found: BigIntStats): FileMode {
    if (found.isSymbolicLink()) return "symlink";
    return this.#options.tellsExecutable && (found.mode & 0o100n) !== 0n ? "executable" : "file";
  }

  /** A path behind a link belongs to where the link leads. */
  #isRealFolder(folder: string): Promise<boolean> {
    if (folder === ".") return Promise.resolve(true);
    let known = this.#parents.get(folder);
    if (!known) {
      known = this.#isRealFolder(path.posix.dirname(folder)).then(
        async (above) =>
          above && ((await statOf(path.join(this.#options.folder, folder)))?.isDirectory() ?? false),
      );
      this.#parents.set(folder, known);
    }
    return known;
  }
}

async function statOf(file: string): Promise<BigIntStats | null> {
  try {
    return await lstat(file, { bigint: true });
  } catch {
    return null;
  }
}

function stampOf({ mtimeNs, ctimeNs, size, ino }: BigIntStats): Stamp {
  return { mtimeNs: String(mtimeNs), ctimeNs: String(ctimeNs), bytes: Number(size), inode: String(ino) };
}

function isSame(one: Stamp, two: Stamp): boolean {
  return (
    one.mtimeNs === two.mtimeNs &&
    one.ctimeNs === two.ctimeNs &&
    one.bytes === two.bytes &&
    one.inode === two.inode
  );
}

function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR" || code === "EINVAL";
}

// A folder for the passing files of sandboxed commands, for compilers and test runners need one. The machine's own is
// read-only in Auto, because sockets and files of other programs lie there; this one is ours alone.
// Always: of this user and readable by nobody else; gone when its owner ends.

import { lstat, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export class TempFolder {
  #made: string | undefined;

  /** Its absolute real path; made when it is first asked for, and anew when something took it away. */
  async path(): Promise<string> {
    if (this.#made === undefined || !(await isOwn(this.#made)))
      this.#made = await mkdtemp(path.join(await realpath(tmpdir()), "lectern-"));
    return this.#made;
  }

  async remove(): Promise<void> {
    const made = this.#made;
    this.#made = undefined;
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
}

async function isOwn(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.();
}

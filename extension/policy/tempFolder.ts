// A folder for the passing files of sandboxed commands, for compilers and test runners need one. The machine's own is
// read-only in Auto, because sockets and files of other programs lie there; this one is ours alone.
// Always: of this user and readable by nobody else; gone when its owner ends.

import { lstat, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export class TempFolder {
  /** One after the other: who asks at the same time gets the same folder. */
  #made: Promise<string | undefined> = Promise.resolve(undefined);

  /** Its absolute real path; made when it is first asked for, and anew when something took it away. */
  path(): Promise<string> {
    const made = this.#made.then(async (folder) =>
      folder !== undefined && (await isOwn(folder)) ? folder : await make(),
    );
    // A disk that refused is asked again the next time.
    this.#made = made.catch(() => undefined);
    return made;
  }

  async remove(): Promise<void> {
    const folder = await this.#made;
    this.#made = Promise.resolve(undefined);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function make(): Promise<string> {
  return await mkdtemp(path.join(await realpath(tmpdir()), "lectern-"));
}

async function isOwn(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.();
}

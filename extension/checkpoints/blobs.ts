// Contents of files, kept by their id in a folder of ours: written whole or not at all, checked when read.
// It knows no paths of the person's folder and not who needs what.

import { createHash, randomBytes } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** How contents are named: as git names them in a repository of that format. */
export type IdFormat = "sha1" | "sha256";

/** The id of a content; git's own, so that what a repository knows is found by it. */
export function contentId(bytes: Uint8Array, format: IdFormat): string {
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** Whether it has the form of such an id. */
export function isContentId(id: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(id);
}

export class Blobs {
  readonly #folder: string;
  /** Known to be there, so that nothing is written twice. */
  readonly #known = new Set<string>();

  /** `folder` is absolute; it is made with the first content. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps a content. Rejects as the disk does. */
  async keep(id: string, bytes: Uint8Array): Promise<void> {
    if (await this.has(id)) return;
    const file = this.#fileOf(id);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const part = `${file}.${randomBytes(4).toString("hex")}.part`;
    await writeFile(part, await pack(bytes, { level: 1 }), { mode: 0o600 });
    await rename(part, file);
    this.#known.add(id);
  }

  async has(id: string): Promise<boolean> {
    if (this.#known.has(id)) return true;
    const isThere = await access(this.#fileOf(id)).then(
      () => true,
      () => false,
    );
    if (isThere) this.#known.add(id);
    return isThere;
  }

  /** The content; null when it is not there or not what its id says. */
  async read(id: string): Promise<Buffer | null> {
    try {
      const bytes = await unpack(await readFile(this.#fileOf(id)));
      return contentId(bytes, id.length === 64 ? "sha256" : "sha1") === id ? bytes : null;
    } catch {
      return null;
    }
  }

  /** The size of all that is kept. */
  async bytes(): Promise<number> {
    let sum = 0;
    for (const first of await readdir(this.#folder).catch(() => []))
      for (const rest of await readdir(path.join(this.#folder, first)).catch(() => []))
        sum += (await stat(path.join(this.#folder, first, rest))).size;
    return sum;
  }

  /** Removes all but these. What came after `beforeMs` (Unix milliseconds) stays, for it may be needed soon. */
  async sweep(live: ReadonlySet<string>, beforeMs: number): Promise<void> {
    for (const first of await readdir(this.#folder).catch(() => [])) {
      const folder = path.join(this.#folder, first);
      for (const rest of await readdir(folder).catch(() => [])) {
        if (live.has(first + rest)) continue;
        const file = path.join(folder, rest);
        const { mtimeMs } = await stat(file);
        if (mtimeMs >= beforeMs) continue;
        this.#known.delete(first + rest);
        await rm(file, { force: true });
      }
    }
  }

  #fileOf(id: string): string {
    if (!isContentId(id)) throw new RangeError(`No id of a content: ${id}`);
    return path.join(this.#folder, id.slice(0, 2), id.slice(2));
  }
}

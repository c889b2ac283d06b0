// Contents of files, kept by their id in a folder of ours: written whole or not at all, checked when read.
// It knows no paths of the person's folder and not who needs what.

import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from "node:zlib";

const pack = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

const smallBytes = 16 * 1024;

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
  /** All that is there, by the folder it lies in: read once, so that no content is looked for on the disk. */
  #known: Promise<Map<string, Set<string>>> | undefined;

  /** `folder` is absolute; it is made with the first content. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps a content. Rejects as the disk does. */
  async keep(id: string, bytes: Uint8Array): Promise<void> {
    const file = this.#fileOf(id);
    const known = await this.#all();
    let beside = known.get(firstOf(id));
    if (beside?.has(restOf(id))) return;
    if (!beside) {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      beside = known.get(firstOf(id)) ?? new Set();
      known.set(firstOf(id), beside);
    }
    const part = `${file}.${randomBytes(4).toString("hex")}.part`;
    await writeFile(part, await packed(bytes), { mode: 0o600 });
    await rename(part, file);
    beside.add(restOf(id));
  }

  /** The content; null when it is not there or not what its id says. */
  async read(id: string): Promise<Buffer | null> {
    if (!isContentId(id) || !(await this.#all()).get(firstOf(id))?.has(restOf(id))) return null;
    try {
      const bytes = await unpacked(await readFile(this.#fileOf(id)));
      return contentId(bytes, id.length === 64 ? "sha256" : "sha1") === id ? bytes : null;
    } catch {
      return null;
    }
  }

  /** The size of all that is kept. */
  async bytes(): Promise<number> {
    let sum = 0;
    for (const [first, names] of await this.#all())
      for (const rest of names)
        sum += (await stat(path.join(this.#folder, first, rest)).catch(() => ({ size: 0 }))).size;
    return sum;
  }

  /** Removes all but these. What came after `beforeMs` (Unix milliseconds) stays, for it may be needed soon. */
  async sweep(live: ReadonlySet<string>, beforeMs: number): Promise<void> {
    for (const [first, names] of await this.#all())
      for (const rest of names) {
        if (live.has(first + rest)) continue;
        const file = path.join(this.#folder, first, rest);
        const found = await stat(file).catch(() => undefined);
        if (found && found.mtimeMs >= beforeMs) continue;
        names.delete(rest);
        await rm(file, { force: true });
      }
  }

  #all(): Promise<Map<string, Set<string>>> {
    this.#known ??= this.#readAll();
    return this.#known;
  }

  async #readAll(): Promise<Map<string, Set<string>>> {
    const known = new Map<string, Set<string>>();
    for (const first of await readdir(this.#folder).catch(() => []))
      known.set(first, new Set(await readdir(path.join(this.#folder, first)).catch(() => [])));
    return known;
  }

  #fileOf(id: string): string {
    if (!isContentId(id)) throw new RangeError(`No id of a content: ${id}`);
    return path.join(this.#folder, firstOf(id), restOf(id));
  }
}

function firstOf(id: string): string {
  return id.slice(0, 2);
}

function restOf(id: string): string {
  return id.slice(2);
}

/** Small ones at once: handing them to another thread costs more than it saves. */
async function packed(bytes: Uint8Array): Promise<Buffer> {
  return bytes.length < smallBytes ? deflateRawSync(bytes, { level: 1 }) : pack(bytes, { level: 1 });
}

async function unpacked(bytes: Buffer): Promise<Buffer> {
  return bytes.length < smallBytes ? inflateRawSync(bytes) : inflate(bytes);
}

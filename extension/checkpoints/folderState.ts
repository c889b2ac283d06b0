// What the files of one folder hold, brought up to date on demand: the difference to the last time is what happened
// since. Contents are kept the moment they are first seen. It knows no threads and no turns.
// Always: a path's recorded side changes only together with an entry that tells of it.

import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { FileSide, LeftOut } from "../shared/changedFiles.ts";
import { sandboxNames } from "../shared/sensitivePlaces.ts";
import { contentId, isContentId, type Blobs } from "./blobs.ts";
import { eachOf } from "./eachOf.ts";
import { Inspector, type Found, type Stamp } from "./inspect.ts";
import type { BaseSide, Listed, Listing, Renewal } from "./listing.ts";

/** A side whose size nobody has looked up yet has `bytes` -1. */
export interface PathChange {
  readonly path: string;
  readonly before: FileSide | null;
  readonly after: FileSide | null;
}

export interface Look {
  /** Since the last look; empty for the first. */
  readonly changes: readonly PathChange[];
  readonly leftOut: readonly LeftOut[];
}

/** What is kept of a path that is not as the listing's base says. */
interface Row {
  readonly side: FileSide | null;
  readonly stamp: Stamp | null;
  /** Unix milliseconds: a file that was changed in this very moment is read again. */
  readonly atMs: number;
}

/** One look under way. */
interface Pass {
  readonly isFirst: boolean;
  readonly paths: ReadonlyMap<string, BaseSide | null>;
  readonly rows: Map<string, Row>;
  readonly inspector: Inspector;
  readonly changes: PathChange[];
  readonly leftOut: LeftOut[];
  /** Something of the rows is other than it was. */
  isOther: boolean;
  bytesLeft: number;
}

type FoundFile = Extract<Found, { kind: "file" }>;

export interface FolderStateOptions {
  /** Absolute real path. */
  readonly folder: string;
  /** A folder of ours. */
  readonly storage: string;
  readonly listing: Listing;
  readonly blobs: Blobs;
  readonly bounds?: Bounds;
}

export interface Bounds {
  /** Of one file. */
  readonly mostFileBytes: number;
  /** Of all that one look has to read. */
  readonly mostLookBytes: number;
  /** Files that are not part of the base. */
  readonly mostFiles: number;
  /** Files that are not as the base says: with more, a newer base is looked for. */
  readonly mostRows: number;
}

const defaultBounds: Bounds = {
  mostFileBytes: 16 * 1024 * 1024,
  mostLookBytes: 1024 * 1024 * 1024,
  mostFiles: 20_000,
  mostRows: 1_000,
};

/** File systems tell times as coarse as this. */
const clockGrainMs = 2_500;

export class FolderState {
  readonly #options: FolderStateOptions;
  readonly #bounds: Bounds;
  readonly #file: string;
  #rows = new Map<string, Row>();
  /** What `prepare` told, until a look was kept: undefined before it, null when nothing is new. */
  #converted: readonly string[] | null | undefined;

  constructor(options: FolderStateOptions) {
    this.#options = options;
    this.#bounds = options.bounds ?? defaultBounds;
    this.#file = path.join(options.storage, "rows.json");
  }

  /**
   * What changed since the last look. `keep` is given it and resolves when it is on the disk: only then it counts as
   * told. Rejects as git or the disk do, or when aborted; then the next look tells all.
   */
  async look(signal: AbortSignal, keep: (look: Look) => Promise<void>): Promise<void> {
    const { listing, folder } = this.#options;
    const converted = await this.#makeReady(signal);
    const { paths, leftOut } = this.#bounded(await listing.list(signal));
    for (const file of converted ?? []) if (!paths.has(file)) paths.set(file, null);
    const { tellsExecutable } = listing;
    const { mostFileBytes: mostBytes, mostLookBytes } = this.#bounds;
    const pass: Pass = {
      isFirst: converted !== null,
      paths,
      rows: new Map(this.#rows),
      inspector: new Inspector({ folder, mostBytes, tellsExecutable }),
      changes: [],
      leftOut,
      isOther: converted !== null,
      bytesLeft: mostLookBytes,
    };
    await eachOf([...new Set([...pass.rows.keys(), ...paths.keys()])], async (file) => {
      signal.throwIfAborted();
      await this.#meet(pass, file);
    });
    signal.throwIfAborted();
    await keep({ changes: pass.changes.toSorted(byPath), leftOut: leftOut.toSorted(byPath) });
    this.#rows = pass.rows;
    this.#converted = null;
    if (pass.isOther) await this.#write();
  }

  /** Looks at one path: its row, and what changed there. */
  async #meet(pass: Pass, file: string): Promise<void> {
    const { rows, changes, isFirst } = pass;
    const row = rows.get(file);
    const base = sideOf(pass.paths.get(file) ?? null);
    const was = row ? row.side : base;
    const atMs = Date.now();
    const looked = await pass.inspector.look(file, row ? trusted(row) : null);
    const found: Found = was === null && isOfSandbox(file, looked) ? { kind: "absent" } : looked;
    switch (found.kind) {
      case "same":
        return;
      case "leftOut":
        return void pass.leftOut.push({ path: file, because: found.because });
      case "absent":
        if (!row || row.side !== null) pass.isOther = true;
        // What neither the base nor the disk holds needs no row.
        if (base === null) rows.delete(file);
        else rows.set(file, { side: null, stamp: null, atMs });
        if (was && !isFirst) changes.push({ path: file, before: was, after: null });
        return;
      case "file": {
        pass.bytesLeft -= found.bytes.length;
        if (pass.bytesLeft < 0) return void pass.leftOut.push({ path: file, because: "tooMany" });
        const side = await this.#sideOf(found, was);
        rows.set(file, { side, stamp: found.stamp, atMs });
        pass.isOther = true;
        if (!isSameSide(was, side) && !isFirst) changes.push({ path: file, before: was, after: side });
      }
    }
  }

  /** The content is kept as soon as it is known. */
  async #sideOf({ bytes, mode }: FoundFile, was: FileSide | null): Promise<FileSide> {
    const { listing, blobs } = this.#options;
    const id = contentId(bytes, listing.idFormat);
    await blobs.keep(id, bytes);
    const isUntold = !listing.tellsExecutable && was && mode === "file";
    return { mode: isUntold ? plainMode(was) : mode, id, bytes: bytes.length };
  }

  /** Work that may wait until nobody does. After a branch was switched, a newer base knows most files again. */
  async tidy(signal: AbortSignal): Promise<void> {
    const { listing } = this.#options;
    if (this.#rows.size > this.#bounds.mostRows) {
      const renewal = await listing.renewal(signal);
      if (renewal) await this.#renew(renewal);
    }
    await listing.tidy(signal);
  }

  /** The rows that hold for both bases are on the disk before the base changes, so that a crash between does no harm. */
  async #renew({ before, after, converted, commit }: Renewal): Promise<void> {
    const kept = new Set(converted);
    const rows = new Map(this.#rows);
    const known = new Set<string>();
    for (const file of new Set([...before.keys(), ...after.keys()])) {
      const row = rows.get(file);
      const side = row ? row.side : sideOf(before.get(file) ?? null);
      if (!row) rows.set(file, { side, stamp: null, atMs: 0 });
      if (isSameSide(side, sideOf(after.get(file) ?? null)) && !kept.has(file)) known.add(file);
    }
    // Most files are the same in both bases and need no row in either.
    for (const file of known)
      if (
        !this.#rows.has(file) &&
        isSameSide(sideOf(before.get(file) ?? null), sideOf(after.get(file) ?? null))
      )
        rows.delete(file);
    this.#rows = rows;
    await this.#write();
    await commit();
    this.#rows = new Map([...rows].filter(([file]) => !known.has(file)));
    await this.#write();
  }

  /** Forgets everything: the next look is the first. */
  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
    this.#rows = new Map();
    this.#converted = undefined;
  }

  /** The ids of all contents that stand in rows. */
  get ids(): string[] {
    return [...this.#rows.values()].flatMap(({ side }) => (side ? [side.id] : []));
  }

  /** The contents by id, wherever they are kept; what is had only from the base is kept from now on. */
  async contents(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Buffer>> {
    const { blobs, listing } = this.#options;
    const found = new Map<string, Buffer>();
    await eachOf([...new Set(ids)], async (id) => {
      const bytes = await blobs.read(id);
      if (bytes) found.set(id, bytes);
    });
    // An id is a name of an object and nothing else that git understands.
    const missing = [...new Set(ids)].filter((id) => !found.has(id) && isContentId(id));
    for (const [id, bytes] of await listing.contents(missing, signal)) {
      found.set(id, bytes);
      await blobs.keep(id, bytes);
    }
    return found;
  }

  async #makeReady(signal: AbortSignal): Promise<readonly string[] | null> {
    if (this.#converted !== undefined) return this.#converted;
    await mkdir(this.#options.storage, { recursive: true, mode: 0o700 });
    const rows = await this.#read();
    const converted = await this.#options.listing.prepare(rows === null, signal);
    this.#rows = converted === null ? (rows ?? new Map()) : new Map();
    this.#converted = converted;
    return converted;
  }

  /** A folder with far too many files is not read whole: its largest parts are left out, and it is said. */
  #bounded({ paths, leftOut }: Listed): { paths: Map<string, BaseSide | null>; leftOut: LeftOut[] } {
    const bounded = { paths: new Map(paths), leftOut: [...leftOut] };
    const others = [...paths].filter(([, side]) => side === null).map(([file]) => file);
    if (others.length <= this.#bounds.mostFiles) return bounded;
    const parts = Map.groupBy(others, (file) => file.split("/", 1)[0] ?? "");
    let count = others.length;
    for (const [part, files] of [...parts].toSorted((a, b) => b[1].length - a[1].length)) {
      if (count <= this.#bounds.mostFiles) break;
      for (const file of files) if (!this.#rows.has(file)) bounded.paths.delete(file);
      bounded.leftOut.push({ path: part, because: "tooMany" });
      count -= files.length;
    }
    return bounded;
  }

  async #read(): Promise<Map<string, Row> | null> {
    try {
      const kept: unknown = JSON.parse(await readFile(this.#file, "utf8"));
      const { source, rows } = kept as { source?: unknown; rows?: unknown };
      const isOurs = source === this.#options.listing.source && Array.isArray(rows);
      return isOurs ? new Map(rows as [string, Row][]) : null;
    } catch {
      return null;
    }
  }

  async #write(): Promise<void> {
    const part = `${this.#file}.${randomBytes(4).toString("hex")}.part`;
    await writeFile(part, JSON.stringify({ source: this.#options.listing.source, rows: [...this.#rows] }), {
      mode: 0o600,
    });
    await rename(part, this.#file);
  }
}

function trusted({ side, stamp, atMs }: Row): Stamp | null {
  const isOld = stamp !== null && Number(BigInt(stamp.mtimeNs) / 1_000_000n) < atMs - clockGrainMs;
  return side && isOld ? stamp : null;
}

function sideOf(base: BaseSide | null): FileSide | null {
  return base && { ...base, bytes: -1 };
}

function plainMode({ mode }: FileSide): FileSide["mode"] {
  return mode === "symlink" ? "file" : mode;
}

/** The same file in mode and content. */
export function isSameSide(one: FileSide | null, two: FileSide | null): boolean {
  return one === null || two === null ? one === two : one.id === two.id && one.mode === two.mode;
}

export function byPath(one: { path: string }, two: { path: string }): number {
  return one.path < two.path ? -1 : one.path > two.path ? 1 : 0;
}

/** Nobody's file: the sandbox put it up where nothing of the name was, and takes it away with its command. */
function isOfSandbox(file: string, found: Found): boolean {
  return found.kind === "file" && found.bytes.length === 0 && found.isReadOnly && sandboxNames.has(file);
}

// What is kept of a thread beside the contents: which checkpoints its turns lie between, what the person decided, and
// the deeds that can be taken back. One small file a thread; a damaged one counts as none.

import { createHash } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { KeptFile } from "../memory/keptFile.ts";
import type { FileSide, LeftOut } from "../shared/changedFiles.ts";
import type { TurnChanges } from "../shared/turnChanges.ts";
import type { DoneDeed } from "./changes.ts";

export interface TurnRecord {
  readonly turnId: string;
  /** Unix milliseconds. */
  readonly atMs: number;
  /** The checkpoint before it; null when there is none. */
  readonly before: number | null;
  /** The checkpoint after it; null while it runs. */
  after: number | null;
  /** Why there is no comparison, in plain words; null when there is one. */
  problem: string | null;
  leftOut: readonly LeftOut[];
  /** Paths that items of the turn named, relative to the folder. */
  reported: readonly string[];
  /** What the turn's foot shows; null while it runs. */
  told: TurnChanges | null;
}

/** What the person decided about one file of a scope. */
export interface Decision {
  /** The sides that it was decided about: it does not hold for others. */
  readonly sides: string;
  readonly whole: "kept" | "undone" | null;
  readonly kept: readonly string[];
  readonly undone: readonly string[];
}

/** One file that a deed wrote. */
export interface DeedFile {
  readonly path: string;
  /** Where it was: in an editor with unsaved changes, or on the disk. */
  readonly inEditor: boolean;
  readonly stood: FileSide | null;
  readonly wrote: FileSide | null;
}

export interface DeedRecord extends DoneDeed {
  readonly files: readonly DeedFile[];
  /** The decisions about these files before it, by path; null for none. */
  readonly decided: Readonly<Record<string, Decision | null>>;
}

export interface ThreadRecord {
  readonly threadId: string;
  /** Absolute real path. */
  readonly folder: string;
  turns: TurnRecord[];
  /** By scope (a turn's id, or "" for the thread), then by path. */
  decisions: Record<string, Record<string, Decision>>;
  deeds: DeedRecord[];
}

const mostDeeds = 50;
const mostTurns = 500;

export class ThreadRecords {
  readonly #folder: string;
  readonly #log: (line: string) => void;
  readonly #held = new Map<string, { record: ThreadRecord; file: KeptFile }>();

  /** `folder` is absolute and ours. */
  constructor(folder: string, log: (line: string) => void) {
    this.#folder = folder;
    this.#log = log;
  }

  /** What is kept of the thread, or undefined. */
  get(threadId: string): ThreadRecord | undefined {
    const held = this.#held.get(threadId);
    if (held) return held.record;
    const file = this.#fileOf(threadId);
    const record = recordFrom(file.read());
    if (record?.threadId !== threadId) return undefined;
    this.#held.set(threadId, { record, file });
    return record;
  }

  /** The same, made when there is none. A thread that moved to another folder begins anew. */
  open(threadId: string, folder: string): ThreadRecord {
    const known = this.get(threadId);
    if (known?.folder === folder) return known;
    const record: ThreadRecord = { threadId, folder, turns: [], decisions: {}, deeds: [] };
    this.#held.set(threadId, { record, file: this.#fileOf(threadId) });
    return record;
  }

  /** Writes what changed in the record of a thread. */
  keep(threadId: string): void {
    const held = this.#held.get(threadId);
    if (!held) return;
    const { record, file } = held;
    record.turns = record.turns.slice(-mostTurns);
    record.deeds = record.deeds.slice(-mostDeeds);
    file.keep(record);
  }

  /** Resolves when all is on the disk. */
  async settled(): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ file }) => file.settled()));
  }

  async forget(threadId: string): Promise<void> {
    const held = this.#held.get(threadId);
    await held?.file.settled();
    this.#held.delete(threadId);
    rmSync(this.#pathOf(threadId), { force: true });
  }

  /** All that are kept. */
  all(): ThreadRecord[] {
    let names: string[] = [];
    try {
      names = readdirSync(this.#folder).filter((name) => name.endsWith(".json"));
    } catch {
      return [];
    }
    return names.flatMap((name) => {
      const record = recordFrom(new KeptFile(path.join(this.#folder, name), this.#log).read());
      return record ? [this.#held.get(record.threadId)?.record ?? record] : [];
    });
  }

  #fileOf(threadId: string): KeptFile {
    return new KeptFile(this.#pathOf(threadId), this.#log);
  }

  #pathOf(threadId: string): string {
    const name = createHash("sha256").update(threadId).digest("hex").slice(0, 32);
    return path.join(this.#folder, `${name}.json`);
  }
}

function recordFrom(value: unknown): ThreadRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { threadId, folder, turns, decisions, deeds } = value as Partial<ThreadRecord>;
  const isOne =
    typeof threadId === "string" &&
    typeof folder === "string" &&
    Array.isArray(turns) &&
    Array.isArray(deeds) &&
    typeof decisions === "object";
  return isOne ? (value as ThreadRecord) : undefined;
}

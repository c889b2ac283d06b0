// The stores of checkpoints of this window: one a folder, and one small record a thread. What no turn needs any more is
// dropped here: turns of deleted threads, turns that are too old, and the oldest when all grows too large.

import { createHash } from "node:crypto";
import path from "node:path";
import { CheckpointFolder } from "./checkpointFolder.ts";
import type { Bounds } from "./folderState.ts";
import { ThreadRecords, type ThreadRecord } from "./threadRecords.ts";

export interface CheckpointStoreOptions {
  /** Absolute and ours. */
  readonly storage: string;
  readonly log: (line: string) => void;
  readonly bounds?: Bounds;
  /** Where git is looked for. */
  readonly environment?: NodeJS.ProcessEnv;
}

const dayMs = 24 * 60 * 60 * 1000;
const keptMs = 30 * dayMs;
/** Of the contents kept for one folder. */
const mostBytes = 2 * 1024 * 1024 * 1024;

export class CheckpointStore {
  readonly records: ThreadRecords;
  readonly #options: CheckpointStoreOptions;
  readonly #folders = new Map<string, Promise<CheckpointFolder>>();
  /** When a folder was last tidied, in Unix milliseconds. */
  readonly #tidied = new Map<string, number>();

  constructor(options: CheckpointStoreOptions) {
    this.#options = options;
    this.records = new ThreadRecords(path.join(options.storage, "threads"), options.log);
  }

  /** The checkpoints of a folder, given by its absolute real path. */
  folder(folder: string): Promise<CheckpointFolder> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const name = createHash("sha256").update(folder).digest("hex").slice(0, 24);
    const { storage, log, bounds, environment } = this.#options;
    const opened = CheckpointFolder.open({
      folder,
      storage: path.join(storage, "folders", name),
      log,
      ...(bounds ? { bounds } : {}),
      ...(environment ? { environment } : {}),
    });
    this.#folders.set(folder, opened);
    opened.catch(() => this.#folders.delete(folder));
    return opened;
  }

  /** The thread is no more: nothing of it is kept. */
  async forget(threadId: string): Promise<void> {
    const record = this.records.get(threadId);
    if (!record) return;
    await this.records.forget(threadId);
    const checkpoints = await this.folder(record.folder);
    if (this.#recordsOf(record.folder).length === 0) await checkpoints.clear();
    else await this.#sweep(checkpoints);
  }

  /** Drops what is too old or too much, once a day for a folder. Resolves when that is done. */
  async tidy(folder: string, nowMs: number): Promise<void> {
    if (nowMs - (this.#tidied.get(folder) ?? 0) < dayMs) return;
    this.#tidied.set(folder, nowMs);
    const checkpoints = await this.folder(folder);
    this.#expire(folder, nowMs - keptMs);
    await this.#sweep(checkpoints);
    if ((await checkpoints.blobs.bytes()) <= mostBytes) return;
    const times = this.#recordsOf(folder).flatMap(({ turns }) => turns.map(({ atMs }) => atMs));
    this.#expire(folder, times.toSorted((one, two) => one - two)[Math.floor(times.length / 2)] ?? 0);
    await this.#sweep(checkpoints);
  }

  /** Resolves when nothing is under way and all is on the disk. */
  async settled(): Promise<void> {
    for (const folder of this.#folders.values()) await (await folder).settled();
    await this.records.settled();
  }

  #recordsOf(folder: string): ThreadRecord[] {
    return this.records.all().filter((record) => record.folder === folder);
  }

  /** Turns from before then lose their checkpoints; their numbers stay. */
  #expire(folder: string, beforeMs: number): void {
    for (const { threadId } of this.#recordsOf(folder)) {
      const record = this.records.get(threadId);
      const old = record?.turns.filter(
        ({ atMs, told, before }) => atMs < beforeMs && told && before !== null,
      );
      if (!record || !old || old.length === 0) continue;
      record.turns = record.turns.map((turn) => (old.includes(turn) ? { ...turn, before: null } : turn));
      record.deeds = record.deeds.filter(({ atMs }) => atMs >= beforeMs);
      this.records.keep(threadId);
    }
  }

  async #sweep(checkpoints: CheckpointFolder): Promise<void> {
    const records = this.#recordsOf(checkpoints.folder);
    const befores = records.flatMap(({ turns }) => turns.flatMap(({ before }) => before ?? []));
    const sides = records.flatMap(({ deeds }) => deeds.flatMap(({ files }) => files));
    const live = sides.flatMap(({ stood, wrote }) =>
      [stood, wrote].flatMap((side) => (side ? [side.id] : [])),
    );
    await checkpoints.sweep(Math.min(await checkpoints.points.latest(), ...befores), live);
  }
}

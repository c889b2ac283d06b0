// The checkpoints of all threads of a window, as whoever follows the turns sees them: taken on demand, a turn began
// after this one and ended at that one. What the view asks is behind `changes`. Everything is kept in a folder of ours.

import { realpath } from "node:fs/promises";
import path from "node:path";
import type { ChangeSet } from "../shared/changedFiles.ts";
import type { TurnChanges } from "../shared/turnChanges.ts";
import type { Buffers } from "./buffers.ts";
import type { Changes } from "./changes.ts";
import { ChangesDoor } from "./changesDoor.ts";
import type { Checkpoint } from "./checkpointFolder.ts";
import { CheckpointStore, type CheckpointStoreOptions } from "./checkpointStore.ts";
import type { ThreadRecord } from "./threadRecords.ts";

export interface CheckpointsOptions extends CheckpointStoreOptions {
  readonly buffers: Buffers;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** A set became known, or a deed was done. */
  readonly onChanges?: (threadId: string) => void;
}

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  readonly #now: () => number;
  readonly #store: CheckpointStore;
  readonly #door: ChangesDoor;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#store = new CheckpointStore(options);
    const { buffers, log } = options;
    const onDeed = (record: ThreadRecord): Promise<void> => this.#retell(record);
    this.#door = new ChangesDoor({ store: this.#store, buffers, log, now: this.#now, onDeed });
  }

  /** What the view may ask. */
  get changes(): Changes {
    return this.#door;
  }

  /** Takes a checkpoint of a folder. Rejects as git or the disk do, or with a TimeoutError when the time is over. */
  async take(folder: string, limitMs: number): Promise<Checkpoint> {
    const signal = AbortSignal.timeout(limitMs);
    const checkpoints = await this.#store.folder(await realpath(folder));
    // It may have to wait for another one, whose time is its own.
    const over = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => over.reject(signal.reason));
    return Promise.race([checkpoints.take(signal), over.promise]);
  }

  /** The newest checkpoint of a folder, without taking one; null when there never was one. */
  async latest(folder: string): Promise<number | null> {
    const checkpoints = await this.#store.folder(await realpath(folder));
    return checkpoints.wasTaken ? checkpoints.points.latest() : null;
  }

  /** A turn began after this checkpoint; null: there is none, because of `problem`. */
  async turnBegan(
    turn: { threadId: string; turnId: string; folder: string },
    before: number | null,
    problem: string | null,
  ): Promise<void> {
    const { threadId, turnId, folder } = turn;
    const record = this.#store.records.open(threadId, await realpath(folder));
    if (record.turns.some((known) => known.turnId === turnId)) return;
    const atMs = this.#now();
    record.turns.push({ turnId, atMs, before, after: null, problem, leftOut: [], reported: [], told: null });
    this.#store.records.keep(threadId);
  }

  /** The turn ended at this checkpoint (null: there is none). `reported`: absolute paths that its items named. */
  async turnEnded(
    turn: { threadId: string; turnId: string },
    end: Checkpoint | null,
    problem: string | null,
    reported: readonly string[],
  ): Promise<void> {
    const record = this.#store.records.get(turn.threadId);
    const known = record?.turns.find(({ turnId }) => turnId === turn.turnId);
    if (!record || !known) return;
    known.after = end?.number ?? null;
    known.problem ??= problem;
    known.leftOut = end?.leftOut ?? [];
    known.reported = reported.flatMap((file) => relativeTo(record.folder, file));
    known.told = toldOf(await this.#door.freshSet(turn));
    this.#store.records.keep(turn.threadId);
    this.#options.onChanges?.(turn.threadId);
    void this.#store.tidy(record.folder, this.#now()).catch((error: unknown) => {
      this.#options.log(`checkpoints could not be tidied: ${String(error)}`);
    });
  }

  /** Turns that began and whose end nobody told. */
  unended(threadId: string): readonly string[] {
    const turns = this.#store.records.get(threadId)?.turns ?? [];
    return turns.filter(({ told }) => told === null).map(({ turnId }) => turnId);
  }

  /** The newest turn of the thread with a checkpoint. */
  lastTurn(threadId: string): string | undefined {
    return this.#store.records.get(threadId)?.turns.at(-1)?.turnId;
  }

  /** What the feet of the thread's turns show, by turn id. */
  told(threadId: string): ReadonlyMap<string, TurnChanges> {
    const turns = this.#store.records.get(threadId)?.turns ?? [];
    return new Map(turns.flatMap(({ turnId, told }) => (told ? [[turnId, told] as const] : [])));
  }

  /** The thread is no more: nothing of it is kept. */
  forget(threadId: string): Promise<void> {
    return this.#store.forget(threadId);
  }

  /** Resolves when nothing is under way and all is on the disk. */
  async settled(): Promise<void> {
    await this.#door.settled();
    await this.#store.settled();
  }

  /** A deed was done: the feet of the turns may say something else now. */
  async #retell(record: ThreadRecord): Promise<void> {
    const { threadId } = record;
    for (const turn of record.turns.slice(-mostRetold)) {
      const { turnId, told } = turn;
      // Where there is no comparison any more, the numbers stay as they were.
      const set = told && told.files > 0 ? await this.#door.changeSet({ threadId, turnId }) : null;
      if (set?.problem === null) turn.told = toldOf(set);
    }
    this.#store.records.keep(record.threadId);
    this.#options.onChanges?.(record.threadId);
  }
}

/** A deed on a file may change what older turns still have of it; their feet are told anew for so many. */
const mostRetold = 40;

function relativeTo(folder: string, file: string): string[] {
  const relative = path.relative(folder, path.resolve(folder, file));
  const isInside = relative !== "" && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  return isInside ? [relative.split(path.sep).join("/")] : [];
}

function toldOf({ files, leftOut, problem }: ChangeSet): TurnChanges {
  return {
    files: files.length,
    addedLines: sum(files.map(({ addedLines }) => addedLines)),
    removedLines: sum(files.map(({ removedLines }) => removedLines)),
    unreported: files.filter(({ isUnreported }) => isUnreported).length,
    open: files.filter(({ fate }) => fate === "open" || fate === "partly" || fate === "gone").length,
    undone: files.filter(({ fate }) => fate === "undone").length,
    leftOut: leftOut.length,
    problem,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

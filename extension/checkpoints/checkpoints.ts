// The checkpoints of all threads of a window: when a turn began and ended, what it changed, and the deeds on that.
// One door for the view (`Changes`) and one for whoever follows the turns. Everything is kept in a folder of ours.

import { createHash, randomUUID } from "node:crypto";
import { realpath } from "node:fs/promises";
import path from "node:path";
import type {
  ChangedFile,
  ChangeScope,
  ChangeSet,
  ChangeTarget,
  Deed,
  FileHunks,
} from "../shared/changedFiles.ts";
import type { TurnChanges } from "../shared/turnChanges.ts";
import type { Buffers } from "./buffers.ts";
import type { Changes, DoneDeed, OnConflict, RestorePreview } from "./changes.ts";
import { changesOf, comparisonOf, computeFiles, type ComputedFile } from "./changeSets.ts";
import { CheckpointFolder, type Checkpoint } from "./checkpointFolder.ts";
import { decide, decisionOf, hunkFate } from "./decisions.ts";
import { fateOf, planKeep, planReplace, planTakeBack, planUndo } from "./deeds.ts";
import { eachOf } from "./eachOf.ts";
import { FolderFiles } from "./folderFiles.ts";
import type { Bounds, PathChange } from "./folderState.ts";
import { hunksOf } from "./hunks.ts";
import { doAndKeep, doSteps, type DeedWorld, type Plan } from "./steps.ts";
import { ThreadRecords, type ThreadRecord, type TurnRecord } from "./threadRecords.ts";

export interface CheckpointsOptions {
  /** Absolute and ours. */
  readonly storage: string;
  readonly buffers: Buffers;
  readonly log: (line: string) => void;
  /** Unix milliseconds. */
  readonly now?: () => number;
  /** A set became known, or a deed was done. */
  readonly onChanges?: (threadId: string) => void;
  readonly bounds?: Bounds;
  readonly environment?: NodeJS.ProcessEnv;
}

interface Computed {
  readonly key: string;
  readonly files: Promise<readonly ComputedFile[]>;
}

const mostComputed = 30;

export class Checkpoints implements Changes {
  readonly #options: CheckpointsOptions;
  readonly #now: () => number;
  readonly #records: ThreadRecords;
  readonly #folders = new Map<string, Promise<CheckpointFolder>>();
  #computed: Computed[] = [];
  /** Deeds are done one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#records = new ThreadRecords(path.join(options.storage, "threads"), options.log);
  }

  /** Takes a checkpoint of a folder. Rejects in plain words of whoever refused, or when the time is over. */
  async take(folder: string, limitMs: number): Promise<Checkpoint> {
    const checkpoints = await this.#folder(await realpath(folder));
    return checkpoints.take(AbortSignal.timeout(limitMs));
  }

  /** The newest checkpoint of a folder, without taking one; null when there never was one. */
  async latest(folder: string): Promise<number | null> {
    const checkpoints = await this.#folder(await realpath(folder));
    return checkpoints.wasTaken ? checkpoints.points.latest() : null;
  }

  /** A turn began after this checkpoint; null: there is none, because of `problem`. */
  async turnBegan(
    turn: { threadId: string; turnId: string; folder: string },
    before: number | null,
    problem: string | null,
  ): Promise<void> {
    const { threadId, turnId, folder } = turn;
    const record = this.#records.open(threadId, await realpath(folder));
    if (record.turns.some((known) => known.turnId === turnId)) return;
    const atMs = this.#now();
    record.turns.push({ turnId, atMs, before, after: null, problem, leftOut: [], reported: [], told: null });
    this.#records.keep(threadId);
  }

  /** The turn ended at this checkpoint (null: there is none). `reported`: absolute paths that its items named. */
  async turnEnded(
    turn: { threadId: string; turnId: string },
    end: Checkpoint | null,
    problem: string | null,
    reported: readonly string[],
  ): Promise<void> {
    const record = this.#records.get(turn.threadId);
    const known = record?.turns.find(({ turnId }) => turnId === turn.turnId);
    if (!record || !known) return;
    known.after = end?.number ?? null;
    known.problem ??= problem;
    known.leftOut = end?.leftOut ?? [];
    known.reported = reported.flatMap((file) => relativeTo(record.folder, file));
    known.told = await this.#told(record, known);
    this.#records.keep(turn.threadId);
    this.#options.onChanges?.(turn.threadId);
  }

  /** Turns that began and whose end nobody told. */
  unended(threadId: string): readonly string[] {
    const turns = this.#records.get(threadId)?.turns ?? [];
    return turns.filter(({ told }) => told === null).map(({ turnId }) => turnId);
  }

  /** The newest turn of the thread with a checkpoint. */
  lastTurn(threadId: string): string | undefined {
    return this.#records.get(threadId)?.turns.at(-1)?.turnId;
  }

  /** What the feet of the thread's turns show, by turn id. */
  told(threadId: string): ReadonlyMap<string, TurnChanges> {
    const turns = this.#records.get(threadId)?.turns ?? [];
    return new Map(turns.flatMap(({ turnId, told }) => (told ? [[turnId, told] as const] : [])));
  }

  async changeSet(scope: ChangeScope): Promise<ChangeSet> {
    const record = this.#records.get(scope.threadId);
    const empty = { scope, folder: record?.folder ?? "", files: [], leftOut: [] };
    if (!record) return { ...empty, problem: "There are no checkpoints of this thread." };
    try {
      const world = await this.#world(record);
      const files = await this.#files(scope, record);
      return {
        ...empty,
        files: await this.#withFates(world, files, scope),
        leftOut: leftOutOf(record, scope),
        problem: null,
      };
    } catch (error) {
      if (!(error instanceof RangeError)) this.#options.log(`changes: ${String(error)}`);
      return { ...empty, leftOut: leftOutOf(record, scope), problem: problemWords(error) };
    }
  }

  async hunks(scope: ChangeScope, file: string): Promise<FileHunks> {
    const { record, computed } = await this.#one(scope, file);
    const comparison = await comparisonOf(computed, await this.#folder(record.folder));
    const decision = decisionOf(record, scope.turnId, computed);
    const hunks = comparison ? hunksOf(comparison) : [];
    return { path: file, hunks: hunks.map((hunk) => ({ ...hunk, fate: hunkFate(decision, hunk.id) })) };
  }

  async content(threadId: string, id: string): Promise<Uint8Array> {
    const record = this.#records.get(threadId);
    if (!record) throw new RangeError("There are no checkpoints of this thread.");
    const bytes = (await (await this.#folder(record.folder)).contents([id])).get(id);
    if (!bytes) throw new RangeError("The content is no longer kept.");
    return bytes;
  }

  keep(target: ChangeTarget): Promise<readonly Deed[]> {
    return this.#deed(target, (world, file) => planKeep(world, file, target));
  }

  undo(target: ChangeTarget, onConflict: OnConflict): Promise<readonly Deed[]> {
    return this.#deed(target, (world, file) => planUndo(world, file, target, onConflict));
  }

  async restorePreview(threadId: string, turnId: string): Promise<RestorePreview> {
    const { record, turn, checkpoints, now, changes } = await this.#restorable(threadId, turnId);
    const back = changes.map(({ path: file, before, after }) => ({
      path: file,
      before: after,
      after: before,
    }));
    const files = await computeFiles(back, checkpoints, new Set(back.map(({ path: file }) => file)));
    const last = record.turns.findLast(({ after }) => after !== null)?.after ?? turn.before ?? 0;
    const since = await checkpoints.between(last, now.number);
    const scope = { threadId, turnId };
    return {
      changes: {
        scope,
        folder: record.folder,
        files: files.map((file) => ({ ...file, fate: "open" })),
        leftOut: now.leftOut,
        problem: null,
      },
      changedSince: since.map(({ path: file }) => file),
    };
  }

  restore(threadId: string, turnId: string): Promise<readonly Deed[]> {
    return this.#inTurn(async () => {
      const { record, changes } = await this.#restorable(threadId, turnId);
      const world = await this.#world(record);
      const plans: Plan[] = [];
      for (const { path: file, before } of changes) plans.push(await planReplace(world, file, before));
      const entry = {
        id: randomUUID(),
        scope: { threadId, turnId },
        did: "restore",
        atMs: this.#now(),
      } as const;
      const deeds = await doAndKeep(world, entry, plans);
      await this.#retell(record);
      return deeds;
    });
  }

  lastDeed(threadId: string): DoneDeed | null {
    const deed = this.#records.get(threadId)?.deeds.at(-1);
    if (!deed) return null;
    const { id, scope, did, paths, atMs } = deed;
    return { id, scope, did, paths, atMs };
  }

  takeBack(threadId: string): Promise<readonly Deed[]> {
    return this.#inTurn(async () => {
      const record = this.#records.get(threadId);
      const deed = record?.deeds.at(-1);
      if (!record || !deed) return [];
      const world = await this.#world(record);
      const plans = await planTakeBack(world, deed);
      const deeds = await doSteps(world, plans);
      const failed = deeds.filter(({ outcome }) => outcome === "conflict" || outcome === "refused");
      const left = new Set(failed.map(({ path: file }) => file));
      const files = deed.files.filter(({ path: file }) => left.has(file));
      const rest = files.length > 0 ? [{ ...deed, files, paths: [...left] }] : [];
      record.deeds = [...record.deeds.slice(0, -1), ...rest];
      for (const [file, decision] of Object.entries(deed.decided))
        if (!left.has(file)) decide(record, deed.scope.turnId, file, decision);
      await world.keep();
      await this.#retell(record);
      return deeds;
    });
  }

  /** The thread is no more: nothing of it is kept. */
  async forget(threadId: string): Promise<void> {
    const record = this.#records.get(threadId);
    if (!record) return;
    await this.#records.forget(threadId);
    await this.#sweep(record.folder);
  }

  /** Resolves when nothing is under way and all is on the disk. */
  async settled(): Promise<void> {
    await this.#last;
    for (const folder of this.#folders.values()) await (await folder).settled();
    await this.#records.settled();
  }

  /** Drops what no thread needs any more from the folder's store. */
  async #sweep(folder: string): Promise<void> {
    const checkpoints = await this.#folder(folder);
    const records = this.#records.all().filter((record) => record.folder === folder);
    const befores = records.flatMap(({ turns }) => turns.flatMap(({ before }) => before ?? []));
    const deedIds = records.flatMap(({ deeds }) =>
      deeds.flatMap(({ files }) =>
        files.flatMap(({ stood, wrote }) => [stood?.id ?? [], wrote?.id ?? []].flat()),
      ),
    );
    await checkpoints.sweep(Math.min(await checkpoints.points.latest(), ...befores), deedIds);
  }

  #deed(
    target: ChangeTarget,
    planOf: (world: DeedWorld, file: ComputedFile) => Promise<Plan>,
  ): Promise<readonly Deed[]> {
    return this.#inTurn(async () => {
      const { scope, path: wanted } = target;
      const record = this.#records.get(scope.threadId);
      if (!record) throw new RangeError("There are no checkpoints of this thread.");
      const all = await this.#files(scope, record);
      const files = wanted === null ? all : all.filter(({ path: file }) => file === wanted);
      if (wanted !== null && files.length === 0) throw new RangeError("The file is not among the changes.");
      const world = await this.#world(record);
      const plans: Plan[] = [];
      for (const file of files) plans.push(await planOf(world, file));
      const entry = { id: randomUUID(), scope, did: "undo", atMs: this.#now() } as const;
      const deeds = await doAndKeep(world, entry, plans);
      await this.#retell(record);
      return deeds;
    });
  }

  /** What stands now is a checkpoint of its own first: so nothing that is written over is lost. */
  async #restorable(
    threadId: string,
    turnId: string,
  ): Promise<{
    record: ThreadRecord;
    turn: TurnRecord;
    checkpoints: CheckpointFolder;
    now: Checkpoint;
    changes: readonly PathChange[];
  }> {
    const record = this.#records.get(threadId);
    const turn = record?.turns.find((known) => known.turnId === turnId);
    if (!record || !turn || turn.before === null)
      throw new RangeError("There is no checkpoint before this turn.");
    const checkpoints = await this.#folder(record.folder);
    const now = await checkpoints.take(AbortSignal.timeout(60_000));
    const changes = await checkpoints.between(turn.before, now.number);
    return { record, turn, checkpoints, now, changes };
  }

  async #one(scope: ChangeScope, file: string): Promise<{ record: ThreadRecord; computed: ComputedFile }> {
    const record = this.#records.get(scope.threadId);
    const files = record ? await this.#files(scope, record) : [];
    const computed = files.find(({ path: known }) => known === file);
    if (!record || !computed) throw new RangeError("The file is not among the changes.");
    return { record, computed };
  }

  async #files(scope: ChangeScope, record: ThreadRecord): Promise<readonly ComputedFile[]> {
    const turns = record.turns.filter(({ turnId }) => scope.turnId === null || turnId === scope.turnId);
    const key = `${scope.threadId} ${scope.turnId} ${turns.map(({ before, after }) => `${before}-${after}`).join()}`;
    const known = this.#computed.find((computed) => computed.key === key);
    if (known) return known.files;
    const files = this.#compute(scope, record, turns);
    this.#computed = [...this.#computed, { key, files }].slice(-mostComputed);
    // What could not be computed is tried anew.
    files.catch(() => (this.#computed = this.#computed.filter((computed) => computed.key !== key)));
    return files;
  }

  async #compute(
    scope: ChangeScope,
    record: ThreadRecord,
    turns: readonly TurnRecord[],
  ): Promise<readonly ComputedFile[]> {
    const checkpoints = await this.#folder(record.folder);
    const changes = await changesOf(scope, record, checkpoints);
    return computeFiles(changes, checkpoints, new Set(turns.flatMap(({ reported }) => reported)));
  }

  async #withFates(
    world: DeedWorld,
    files: readonly ComputedFile[],
    { turnId }: ChangeScope,
  ): Promise<ChangedFile[]> {
    const fated: ChangedFile[] = [];
    await eachOf([...files.entries()], async ([index, file]) => {
      fated[index] = { ...file, fate: await fateOf(world, file, turnId) };
    });
    return fated;
  }

  async #told(record: ThreadRecord, turn: TurnRecord): Promise<TurnChanges> {
    const set = await this.changeSet({ threadId: record.threadId, turnId: turn.turnId });
    const { files, problem } = set;
    return {
      files: files.length,
      addedLines: sum(files.map(({ addedLines }) => addedLines)),
      removedLines: sum(files.map(({ removedLines }) => removedLines)),
      unreported: files.filter(({ isUnreported }) => isUnreported).length,
      open: files.filter(({ fate }) => fate === "open" || fate === "partly" || fate === "gone").length,
      undone: files.filter(({ fate }) => fate === "undone").length,
      leftOut: turn.leftOut.length,
      problem,
    };
  }

  /** A deed was done: the feet of the turns may say something else now. */
  async #retell(record: ThreadRecord): Promise<void> {
    for (const turn of record.turns) if (turn.told) turn.told = await this.#told(record, turn);
    this.#records.keep(record.threadId);
    this.#options.onChanges?.(record.threadId);
  }

  async #world(record: ThreadRecord): Promise<DeedWorld> {
    const checkpoints = await this.#folder(record.folder);
    const { tellsExecutable } = checkpoints;
    const { buffers } = this.#options;
    return {
      record,
      checkpoints,
      files: new FolderFiles({ folder: record.folder, buffers, tellsExecutable }),
      keep: async () => {
        this.#records.keep(record.threadId);
        await this.#records.settled();
      },
    };
  }

  #folder(folder: string): Promise<CheckpointFolder> {
    const known = this.#folders.get(folder);
    if (known) return known;
    const name = createHash("sha256").update(folder).digest("hex").slice(0, 24);
    const { log, bounds, environment } = this.#options;
    const opened = CheckpointFolder.open({
      folder,
      storage: path.join(this.#options.storage, "folders", name),
      log,
      ...(bounds ? { bounds } : {}),
      ...(environment ? { environment } : {}),
    });
    this.#folders.set(folder, opened);
    opened.catch(() => this.#folders.delete(folder));
    return opened;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function relativeTo(folder: string, file: string): string[] {
  const relative = path.relative(folder, path.resolve(folder, file));
  const isInside = relative !== "" && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  return isInside ? [relative.split(path.sep).join("/")] : [];
}

function leftOutOf(record: ThreadRecord, { turnId }: ChangeScope): ChangeSet["leftOut"] {
  const turns = record.turns.filter((turn) => turnId === null || turn.turnId === turnId);
  const all = turns.flatMap(({ leftOut }) => leftOut);
  return [...new Map(all.map((one) => [one.path, one])).values()];
}

function problemWords(error: unknown): string {
  return error instanceof RangeError ? error.message : "The checkpoints could not be read.";
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

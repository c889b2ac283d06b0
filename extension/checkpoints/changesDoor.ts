// What the view asks of the checkpoints: sets with the fate of each file, hunks, contents, and the deeds. It reads
// the records of threads and writes what was decided there; turns begin and end elsewhere.

import { randomUUID } from "node:crypto";
import type {
  ChangedFile,
  ChangeScope,
  ChangeSet,
  ChangeTarget,
  Deed,
  FileHunks,
} from "../shared/changedFiles.ts";
import type { Buffers } from "./buffers.ts";
import type { Changes, DoneDeed, OnConflict, RestorePreview } from "./changes.ts";
import { comparisonOf, computeFiles, type ComputedFile } from "./changeSets.ts";
import type { Checkpoint, CheckpointFolder } from "./checkpointFolder.ts";
import type { CheckpointStore } from "./checkpointStore.ts";
import { ComputedSets } from "./computedSets.ts";
import { decideAll, decisionOf, hunkFate } from "./decisions.ts";
import { fateOf, planKeep, planReplace, planTakeBack, planUndo } from "./deeds.ts";
import { mapEach } from "./eachOf.ts";
import { FolderFiles } from "./folderFiles.ts";
import type { PathChange } from "./folderState.ts";
import { hunksOf } from "./hunks.ts";
import { doAndKeep, doSteps, type DeedWorld, type Plan } from "./steps.ts";
import type { ThreadRecord, TurnRecord } from "./threadRecords.ts";

export interface ChangesDoorOptions {
  readonly store: CheckpointStore;
  readonly buffers: Buffers;
  readonly log: (line: string) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** A deed was done in the thread of this record. */
  readonly onDeed: (record: ThreadRecord) => Promise<void>;
}

/** Nobody holds a prompt for it. */
const restoreMs = 60_000;

export class ChangesDoor implements Changes {
  readonly #options: ChangesDoorOptions;
  readonly #store: CheckpointStore;
  readonly #sets: ComputedSets;
  /** Deeds are done one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ChangesDoorOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#sets = new ComputedSets(options.store);
  }

  /** Resolves when no deed is under way. */
  async settled(): Promise<void> {
    await this.#last;
  }

  changeSet(scope: ChangeScope): Promise<ChangeSet> {
    return this.#set(scope, (world, files) =>
      mapEach(files, async (file) => ({ ...file, fate: await fateOf(world, file, scope.turnId) })),
    );
  }

  /** The same as the turn just left it: nobody has decided anything, and nothing on the disk is looked at. */
  async freshSet(scope: ChangeScope): Promise<ChangeSet> {
    return this.#set(scope, (_, files) => Promise.resolve(files.map((file) => ({ ...file, fate: "open" }))));
  }

  async hunks(scope: ChangeScope, file: string): Promise<FileHunks> {
    const { record, computed } = await this.#one(scope, file);
    const comparison = await comparisonOf(computed, await this.#store.folder(record.folder));
    const decision = decisionOf(record, scope.turnId, computed);
    const hunks = comparison ? hunksOf(comparison) : [];
    return { path: file, hunks: hunks.map((hunk) => ({ ...hunk, fate: hunkFate(decision, hunk.id) })) };
  }

  async content(threadId: string, id: string): Promise<Uint8Array> {
    const record = this.#store.records.get(threadId);
    if (!record) throw new RangeError("There are no checkpoints of this thread.");
    const bytes = (await (await this.#store.folder(record.folder)).contents([id])).get(id);
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
      const plans = await mapEach(changes, ({ path: file, before }) => planReplace(world, file, before));
      const entry = {
        id: randomUUID(),
        scope: { threadId, turnId },
        did: "restore",
        atMs: this.#options.now(),
      } as const;
      const deeds = await doAndKeep(world, entry, plans);
      await this.#options.onDeed(record);
      return deeds;
    });
  }

  lastDeed(threadId: string): DoneDeed | null {
    const deed = this.#store.records.get(threadId)?.deeds.at(-1);
    if (!deed) return null;
    const { id, scope, did, paths, atMs } = deed;
    return { id, scope, did, paths, atMs };
  }

  takeBack(threadId: string): Promise<readonly Deed[]> {
    return this.#inTurn(async () => {
      const record = this.#store.records.get(threadId);
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
      const decided = Object.entries(deed.decided).filter(([file]) => !left.has(file));
      decideAll(record, deed.scope.turnId, decided);
      await world.keep();
      await this.#options.onDeed(record);
      return deeds;
    });
  }

  #deed(
    target: ChangeTarget,
    planOf: (world: DeedWorld, file: ComputedFile) => Promise<Plan>,
  ): Promise<readonly Deed[]> {
    return this.#inTurn(async () => {
      const { scope, path: wanted } = target;
      const record = this.#store.records.get(scope.threadId);
      if (!record) throw new RangeError("There are no checkpoints of this thread.");
      const all = await this.#sets.files(scope, record);
      const files = wanted === null ? all : all.filter(({ path: file }) => file === wanted);
      if (wanted !== null && files.length === 0) throw new RangeError("The file is not among the changes.");
      const world = await this.#world(record);
      const plans = await mapEach(files, (file) => planOf(world, file));
      const entry = { id: randomUUID(), scope, did: "undo", atMs: this.#options.now() } as const;
      const deeds = await doAndKeep(world, entry, plans);
      await this.#options.onDeed(record);
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
    const record = this.#store.records.get(threadId);
    const turn = record?.turns.find((known) => known.turnId === turnId);
    if (!record || !turn || turn.before === null)
      throw new RangeError("There is no checkpoint before this turn.");
    const checkpoints = await this.#store.folder(record.folder);
    const now = await checkpoints.take(AbortSignal.timeout(restoreMs));
    const changes = await checkpoints.between(turn.before, now.number);
    return { record, turn, checkpoints, now, changes };
  }

  async #one(scope: ChangeScope, file: string): Promise<{ record: ThreadRecord; computed: ComputedFile }> {
    const record = this.#store.records.get(scope.threadId);
    const files = record ? await this.#sets.files(scope, record) : [];
    const computed = files.find(({ path: known }) => known === file);
    if (!record || !computed) throw new RangeError("The file is not among the changes.");
    return { record, computed };
  }

  async #set(
    scope: ChangeScope,
    withFates: (world: DeedWorld, files: readonly ComputedFile[]) => Promise<ChangedFile[]>,
  ): Promise<ChangeSet> {
    const record = this.#store.records.get(scope.threadId);
    const empty = { scope, folder: record?.folder ?? "", files: [], leftOut: [] };
    if (!record) return { ...empty, problem: "There are no checkpoints of this thread." };
    const leftOut = leftOutOf(record, scope);
    try {
      const world = await this.#world(record);
      const files = await withFates(world, await this.#sets.files(scope, record));
      return { ...empty, files, leftOut, problem: null };
    } catch (error) {
      if (!(error instanceof RangeError)) this.#options.log(`changes: ${String(error)}`);
      return { ...empty, leftOut, problem: problemWords(error) };
    }
  }

  async #world(record: ThreadRecord): Promise<DeedWorld> {
    const checkpoints = await this.#store.folder(record.folder);
    const { tellsExecutable } = checkpoints;
    const { buffers } = this.#options;
    return {
      record,
      checkpoints,
      files: new FolderFiles({ folder: record.folder, buffers, tellsExecutable }),
      keep: async () => {
        this.#store.records.keep(record.threadId);
        await this.#store.records.settled();
      },
    };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

function leftOutOf(record: ThreadRecord, { turnId }: ChangeScope): ChangeSet["leftOut"] {
  const turns = record.turns.filter((turn) => turnId === null || turn.turnId === turnId);
  const all = turns.flatMap(({ leftOut }) => leftOut);
  return [...new Map(all.map((one) => [one.path, one])).values()];
}

function problemWords(error: unknown): string {
  return error instanceof RangeError ? error.message : "The checkpoints could not be read.";
}

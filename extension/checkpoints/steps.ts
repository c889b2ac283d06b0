// Carrying out what a deed planned: all of a file or nothing of it, removals before writes, and what is written over
// kept before the first byte changes, so that it can be taken back after a crash as well.

import type { Deed, FileSide } from "../shared/changedFiles.ts";
import { contentId } from "./blobs.ts";
import type { ChangeScope } from "../shared/changedFiles.ts";
import type { CheckpointFolder } from "./checkpointFolder.ts";
import { decideAll, scopeKey } from "./decisions.ts";
import { eachOf, mapEach } from "./eachOf.ts";
import { WriteRefused, type Content, type FolderFiles, type Standing } from "./folderFiles.ts";
import type { Decision, DeedFile, DeedRecord, ThreadRecord } from "./threadRecords.ts";
import { isSameContent } from "./threeWay.ts";

/** One file to write (content null: to remove), and what stood there when that was planned. */
export interface Step {
  readonly path: string;
  readonly standing: Standing;
  readonly content: Content | null;
}

/** What is to be done about one file of a set; without steps the outcome stands already. */
export interface Plan {
  readonly deed: Deed;
  readonly steps: readonly Step[];
  /** What is decided about the file by it; null: nothing. */
  readonly decision: Decision | null;
}

/** Where deeds are done, and in which thread. */
export interface DeedWorld {
  readonly record: ThreadRecord;
  readonly checkpoints: CheckpointFolder;
  readonly files: FolderFiles;
  /** Resolves when the record is on the disk. */
  readonly keep: () => Promise<void>;
}

/** Does what was planned, as a deed of the scope that can be taken back. Never rejects for one file alone. */
export async function doAndKeep(
  world: DeedWorld,
  deed: Pick<DeedRecord, "id" | "scope" | "did" | "atMs">,
  plans: readonly Plan[],
): Promise<Deed[]> {
  const { record } = world;
  const planned = await keptFiles(world, plans);
  const decided = decisionsNow(record, deed.scope, plans);
  const entry: DeedRecord = { ...deed, paths: planned.map(({ path }) => path), files: planned, decided };
  if (planned.length > 0) {
    record.deeds = [...record.deeds, entry];
    await world.keep();
  }
  const deeds = await doSteps(world, plans);
  const written = new Set(
    plans.flatMap((plan, index) => (isDone(deeds[index]) ? plan.steps.map(pathOf) : [])),
  );
  const files = planned.filter(({ path }) => written.has(path));
  const done = { ...entry, files, paths: files.map(({ path }) => path) };
  record.deeds = record.deeds.flatMap((one) =>
    one.id !== entry.id ? [one] : files.length > 0 ? [done] : [],
  );
  const made = plans.flatMap(({ deed: { path }, decision }, index) =>
    decision && isDone(deeds[index]) ? [[path, decision] as const] : [],
  );
  decideAll(record, deed.scope.turnId, made);
  await world.keep();
  return deeds;
}

/** Does what was planned; one deed a plan, in order. */
export async function doSteps(world: DeedWorld, plans: readonly Plan[]): Promise<Deed[]> {
  const deeds = plans.map(({ deed }) => deed);
  const done = plans.map((): Step[] => []);
  const all = plans.flatMap(({ steps }, index) => steps.map((step) => ({ step, index })));
  const removals = all.filter(({ step }) => step.content === null);
  const writes = all.filter(({ step }) => step.content !== null);
  for (const phase of [removals, writes])
    await eachOf(phase, async ({ step, index }) => {
      const deed = deeds[index];
      if (!deed || !isDone(deed)) return;
      try {
        await doStep(world.files, step);
        done[index]?.push(step);
      } catch (error) {
        deeds[index] = { ...deed, outcome: "refused", because: whyNot(error) };
        for (const { path, standing, content } of (done[index] ?? []).toReversed())
          await world.files.write(path, standing.content, { ...standing, content }).catch(() => undefined);
      }
    });
  return deeds;
}

async function doStep(files: FolderFiles, { path, standing, content }: Step): Promise<void> {
  const now = await files.read(path);
  if (now.locked !== null) throw new WriteRefused(now.locked);
  // A removal of the same deed may have made room.
  const isAsPlanned = isSameContent(now.content, standing.content) && now.inEditor === standing.inEditor;
  if (!isAsPlanned) throw new WriteRefused("It was changed at this very moment.");
  await files.write(path, content, now);
}

async function keptFiles({ checkpoints }: DeedWorld, plans: readonly Plan[]): Promise<DeedFile[]> {
  const side = async (content: Content | null): Promise<FileSide | null> => {
    if (!content) return null;
    const id = contentId(content.bytes, checkpoints.idFormat);
    await checkpoints.blobs.keep(id, content.bytes);
    return { mode: content.mode, id, bytes: content.bytes.length };
  };
  return mapEach(
    plans.flatMap(({ steps }) => steps),
    async ({ path, standing, content }) => ({
      path,
      inEditor: standing.inEditor,
      stood: await side(standing.content),
      wrote: await side(content),
    }),
  );
}

function decisionsNow(
  record: ThreadRecord,
  { turnId }: ChangeScope,
  plans: readonly Plan[],
): Record<string, Decision | null> {
  const known = record.decisions[scopeKey(turnId)] ?? {};
  return Object.fromEntries(
    plans.map(({ deed: { path } }) => [path, (Object.hasOwn(known, path) && known[path]) || null]),
  );
}

function isDone(deed: Deed | undefined): boolean {
  return deed?.outcome === "done" || deed?.outcome === "merged" || deed?.outcome === "nothingToDo";
}

function whyNot(error: unknown): string {
  if (error instanceof WriteRefused) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  return `The disk refused${code === undefined ? "" : ` (${code})`}.`;
}

function pathOf({ path }: Step): string {
  return path;
}

// The change sets of turns and threads, computed from checkpoints: which files, moved or not, how many lines, which
// hunks. What the person decided is not known here.

import type { ChangedFile, ChangeScope } from "../shared/changedFiles.ts";
import { isBinary } from "./byteLines.ts";
import type { CheckpointFolder } from "./checkpointFolder.ts";
import { byPath, isSameSide, type PathChange } from "./folderState.ts";
import { compareTexts, type Comparison } from "./hunks.ts";
import { findMoves } from "./renames.ts";
import type { ThreadRecord, TurnRecord } from "./threadRecords.ts";

export type ComputedFile = Omit<ChangedFile, "fate">;

/** Contents read at once. */
const batch = 64;

/** What a scope changed, by path. Throws RangeError, with words for a person, when nothing can be compared. */
export async function changesOf(
  scope: ChangeScope,
  record: ThreadRecord,
  checkpoints: CheckpointFolder,
): Promise<PathChange[]> {
  if (scope.turnId !== null) {
    const turn = record.turns.find(({ turnId }) => turnId === scope.turnId);
    if (!turn) throw new RangeError("There is no checkpoint of this turn.");
    return turnChanges(turn, checkpoints);
  }
  const sums = new Map<string, PathChange>();
  for (const turn of record.turns) {
    if (turn.before === null || turn.after === null || turn.problem !== null) continue;
    for (const change of await turnChanges(turn, checkpoints)) {
      const before = (sums.get(change.path) ?? change).before;
      sums.set(change.path, { ...change, before });
    }
  }
  return [...sums.values()].filter(({ before, after }) => !isSameSide(before, after)).toSorted(byPath);
}

async function turnChanges(turn: TurnRecord, checkpoints: CheckpointFolder): Promise<PathChange[]> {
  if (turn.problem !== null) throw new RangeError(turn.problem);
  if (turn.before === null) throw new RangeError("The checkpoints of this turn are no longer kept.");
  if (turn.after === null) throw new RangeError("The turn still runs.");
  return checkpoints.between(turn.before, turn.after);
}

/** The files of differences with their counts, sorted by path. `reported`: paths that items told of. */
export async function computeFiles(
  changes: readonly PathChange[],
  checkpoints: CheckpointFolder,
  reported: ReadonlySet<string>,
): Promise<ComputedFile[]> {
  const moves = await movesIn(changes, checkpoints);
  const moved = new Map(moves.map(({ from, to }) => [to.path, from]));
  const gone = new Set(moves.map(({ from }) => from.path));
  const files: ComputedFile[] = [];
  const rest = changes.filter(({ path }) => !gone.has(path));
  for (let at = 0; at < rest.length; at += batch) {
    const part = rest.slice(at, at + batch);
    const sides = part.map((change) => ({
      ...change,
      before: moved.get(change.path)?.before ?? change.before,
    }));
    const contents = await checkpoints.contents(idsOf(sides));
    for (const { path, before, after } of sides) {
      const oldPath = moved.get(path)?.path ?? null;
      const isUnreported = !reported.has(path) && !(oldPath !== null && reported.has(oldPath));
      const [old, now] = [contents.get(before?.id ?? ""), contents.get(after?.id ?? "")];
      files.push({
        path,
        oldPath,
        kind:
          oldPath !== null ? "moved" : before === null ? "added" : after === null ? "deleted" : "modified",
        before: before && { ...before, bytes: old?.length ?? before.bytes },
        after: after && { ...after, bytes: now?.length ?? after.bytes },
        ...countsOf(before ? old : empty, after ? now : empty),
        isUnreported,
      });
    }
  }
  return files.toSorted(byPath);
}

const empty = Buffer.alloc(0);

function countsOf(
  before: Buffer | undefined,
  after: Buffer | undefined,
): Pick<ChangedFile, "isBinary" | "addedLines" | "removedLines"> {
  // A content that is not kept any more cannot be shown; it counts as one that has no lines.
  if (!before || !after || isBinary(before) || isBinary(after))
    return { isBinary: true, addedLines: 0, removedLines: 0 };
  const { added, removed } = before.equals(after) ? { added: 0, removed: 0 } : compareTexts(before, after);
  return { isBinary: false, addedLines: added, removedLines: removed };
}

async function movesIn(
  changes: readonly PathChange[],
  checkpoints: CheckpointFolder,
): Promise<ReturnType<typeof findMoves>> {
  const ends = changes.filter(({ before, after }) => before === null || after === null);
  // Far too many to be likened: only equal contents are found, by their ids.
  const contents = ends.length > 200 ? new Map<string, Buffer>() : await checkpoints.contents(idsOf(ends));
  const sized = ends.map((change) => {
    const bytes = contents.get(change.before?.id ?? "")?.length;
    return change.before && bytes !== undefined ? { ...change, before: { ...change.before, bytes } } : change;
  });
  return findMoves(sized, (id) => contents.get(id));
}

/** Both texts of a file compared; null when it has no lines to compare. Throws when a content is not kept. */
export async function comparisonOf(
  { before, after, isBinary: isWhole }: ComputedFile,
  checkpoints: CheckpointFolder,
): Promise<Comparison | null> {
  if (isWhole || before?.mode === "symlink" || after?.mode === "symlink") return null;
  const contents = await checkpoints.contents(idsOf([{ before, after }]));
  const [old, now] = [contents.get(before?.id ?? ""), contents.get(after?.id ?? "")];
  if ((before && !old) || (after && !now)) throw new RangeError("The content is no longer kept.");
  return compareTexts(old ?? empty, now ?? empty);
}

function idsOf(changes: readonly Pick<PathChange, "before" | "after">[]): string[] {
  return changes.flatMap(({ before, after }) => [before, after]).flatMap((side) => (side ? [side.id] : []));
}

// What keeping, undoing and taking back mean for each file: from the sides of a change, what stands there now and
// what was decided, to what is to be written. It writes nothing itself.
// Always: what the person changed since is in the result, or nothing is planned unless they said so.

import type { ChangeTarget, Deed, FileSide } from "../shared/changedFiles.ts";
import { contentId, type IdFormat } from "./blobs.ts";
import { comparisonOf, type ComputedFile } from "./changeSets.ts";
import type { OnConflict } from "./changes.ts";
import {
  decidedFate,
  decisionOf,
  hunkFate,
  scopeKey,
  textWithout,
  undecided,
  withHunk,
} from "./decisions.ts";
import { mapEach } from "./eachOf.ts";
import type { Content, Standing } from "./folderFiles.ts";
import { withHunks, type Comparison } from "./hunks.ts";
import type { DeedWorld, Plan, Step } from "./steps.ts";
import type { Decision, DeedRecord } from "./threadRecords.ts";
import { isSameContent, resolve } from "./threeWay.ts";

const changedSince = "You changed the same lines since.";
const noHunk = "This change is not there any more.";
const notKept = "What stood there before is no longer kept.";

/** Both sides of a file as contents; undefined when one is not kept any more. */
async function sidesOf(
  { checkpoints }: DeedWorld,
  file: Pick<ComputedFile, "before" | "after">,
): Promise<{ before: Content | null; after: Content | null } | undefined> {
  const ids = [file.before, file.after].flatMap((side) => (side ? [side.id] : []));
  const contents = await checkpoints.contents(ids);
  const content = (side: FileSide | null): Content | null | undefined => {
    if (!side) return null;
    const bytes = contents.get(side.id);
    return bytes && { mode: side.mode, bytes };
  };
  const [before, after] = [content(file.before), content(file.after)];
  return before === undefined || after === undefined ? undefined : { before, after };
}

/** What undoing a file, or one hunk of it, would write. */
export async function planUndo(
  world: DeedWorld,
  file: ComputedFile,
  target: ChangeTarget,
  onConflict: OnConflict,
): Promise<Plan> {
  const { path } = file;
  const sides = await sidesOf(world, file);
  if (!sides) return outcome(path, "refused", notKept);
  const standing = await world.files.read(path);
  if (standing.locked !== null) return outcome(path, "refused", standing.locked);
  const known = decisionOf(world.record, target.scope.turnId, file);
  // What was undone and came back is as new.
  const isBack = known.whole === "undone" && isSameContent(standing.content, sides.after);
  const decision = isBack ? { ...known, ...undecided } : known;
  if (target.path === null && decision.whole === "kept") return outcome(path, "nothingToDo", null);
  // Most files are undone as they stand: their lines need not be compared.
  const isInParts = target.hunkId !== null || decision.kept.length + decision.undone.length > 0;
  const comparison = isInParts ? await comparisonOf(file, world.checkpoints) : null;
  const wanted = wantedSides({ file, sides, decision, comparison, target });
  if (typeof wanted === "string") return outcome(path, "refused", wanted);
  if (file.oldPath !== null && wanted.isWhole)
    return planMoveBack(world, file, file.oldPath, standing, wanted, onConflict);
  return planned(path, standing, wanted, onConflict);
}

interface Wanted {
  readonly base: Content | null;
  readonly target: Content | null;
  readonly isWhole: boolean;
  readonly decision: Decision;
}

function wantedSides(undo: {
  file: ComputedFile;
  sides: { before: Content | null; after: Content | null };
  decision: Decision;
  comparison: Comparison | null;
  target: ChangeTarget;
}): Wanted | string {
  const { file, sides, decision, comparison, target } = undo;
  const { before, after } = sides;
  const { hunkId } = target;
  if (hunkId !== null && !comparison?.ids.includes(hunkId)) return noHunk;
  const text = comparison && before && after ? comparison : null;
  const base = text && after ? { mode: after.mode, bytes: textWithout(text, decision, []) } : after;
  if (hunkId !== null && text && after) {
    const out = { mode: after.mode, bytes: textWithout(text, decision, [hunkId]) };
    return {
      base,
      target: out,
      isWhole: false,
      decision: withHunk(file, decision, hunkId, "undone", text.ids),
    };
  }
  const isKept = (id: string): boolean => target.path === null && hunkFate(decision, id) === "kept";
  if (text && before && text.ids.some(isKept)) {
    const undone = text.ids.filter((id) => !isKept(id));
    const out = { mode: before.mode, bytes: withHunks(text, isKept) };
    return { base, target: out, isWhole: false, decision: { ...decision, undone, whole: null } };
  }
  const isUndone = decision.whole === "undone";
  const whole = { ...decision, whole: "undone" as const, kept: [], undone: [] };
  return { base: isUndone ? before : base, target: before, isWhole: true, decision: whole };
}

function planned(path: string, standing: Standing, wanted: Wanted, onConflict: OnConflict): Plan {
  const { base, target, decision } = wanted;
  const result = resolve(base, standing.content, target);
  // An editor would go on holding the text of a file that is not there.
  const isOpen = standing.inEditor && (target === null || target.mode === "symlink");
  const isConflict = result.outcome === "conflict" || (isOpen && result.outcome !== "nothingToDo");
  if (isConflict && onConflict === "leave")
    return outcome(path, "conflict", isOpen ? "It has unsaved changes in an editor." : changedSince);
  if (isConflict) return plan(path, "done", [{ path, standing, content: target }], decision);
  if (result.outcome === "nothingToDo") return plan(path, "nothingToDo", [], decision);
  return plan(path, result.outcome, [{ path, standing, content: result.content }], decision);
}

async function planMoveBack(
  world: DeedWorld,
  file: ComputedFile,
  oldPath: string,
  standing: Standing,
  wanted: Wanted,
  onConflict: OnConflict,
): Promise<Plan> {
  const { path } = file;
  const old = await world.files.read(oldPath);
  if (old.locked !== null) return outcome(path, "refused", old.locked);
  if (standing.content === null && isSameContent(old.content, wanted.target))
    return plan(path, "nothingToDo", [], wanted.decision);
  const result = resolve(wanted.base, standing.content, wanted.target);
  const isFree = old.content === null && standing.content !== null && !standing.inEditor;
  if (result.outcome === "conflict" || !isFree) {
    if (onConflict === "leave") {
      const why = old.content === null ? changedSince : "Another file stands where it was before.";
      return outcome(path, "conflict", standing.inEditor ? "It has unsaved changes in an editor." : why);
    }
    return plan(path, "done", moveSteps(path, standing, oldPath, old, wanted.target), wanted.decision);
  }
  const steps = moveSteps(path, standing, oldPath, old, result.content);
  return plan(path, result.outcome === "merged" ? "merged" : "done", steps, wanted.decision);
}

function moveSteps(
  path: string,
  standing: Standing,
  oldPath: string,
  old: Standing,
  content: Content | null,
): Step[] {
  const back = { path: oldPath, standing: old, content };
  return standing.content === null ? [back] : [{ path, standing, content: null }, back];
}

/** What keeping decides; nothing is written. */
export async function planKeep(world: DeedWorld, file: ComputedFile, target: ChangeTarget): Promise<Plan> {
  const { path } = file;
  const decision = decisionOf(world.record, target.scope.turnId, file);
  const { hunkId } = target;
  if (hunkId === null) {
    if (decision.whole !== null) return outcome(path, "nothingToDo", null);
    const isPartly = decision.undone.length > 0;
    const rest = isPartly ? ((await comparisonOf(file, world.checkpoints))?.ids ?? []) : [];
    const kept = rest.filter((id) => !decision.undone.includes(id));
    return plan(path, "done", [], isPartly ? { ...decision, kept } : { ...decision, whole: "kept" });
  }
  const comparison = await comparisonOf(file, world.checkpoints);
  if (!comparison?.ids.includes(hunkId)) return outcome(path, "refused", noHunk);
  if (hunkFate(decision, hunkId) !== "open") return outcome(path, "nothingToDo", null);
  return plan(path, "done", [], withHunk(file, decision, hunkId, "kept", comparison.ids));
}

/** What bringing a path to a content would write, whatever stands there. */
export async function planReplace(world: DeedWorld, path: string, side: FileSide | null): Promise<Plan> {
  const sides = await sidesOf(world, { before: side, after: null });
  if (!sides) return outcome(path, "refused", notKept);
  const standing = await world.files.read(path);
  if (standing.locked !== null) return outcome(path, "refused", standing.locked);
  if (isSameContent(standing.content, sides.before)) return outcome(path, "nothingToDo", null);
  return plan(path, "done", [{ path, standing, content: sides.before }], null);
}

/** What taking a deed back would write. */
export function planTakeBack(world: DeedWorld, deed: DeedRecord): Promise<Plan[]> {
  return mapEach(deed.files, async ({ path, stood, wrote }) => {
    const sides = await sidesOf(world, { before: stood, after: wrote });
    const standing = await world.files.read(path);
    if (!sides) return outcome(path, "refused", notKept);
    if (standing.locked !== null) return outcome(path, "refused", standing.locked);
    const decision = decisionOfDeed(world, deed, path);
    const wanted = { base: sides.after, target: sides.before, isWhole: true, decision };
    return planned(path, standing, wanted, "leave");
  });
}

function decisionOfDeed({ record }: DeedWorld, { scope, decided }: DeedRecord, path: string): Decision {
  const now = record.decisions[scopeKey(scope.turnId)]?.[path];
  return decided[path] ?? now ?? { sides: "", ...undecided };
}

/** The fate of a file, from what was decided and from what stands there. */
export async function fateOf(
  world: DeedWorld,
  file: ComputedFile,
  turnId: string | null,
): Promise<"open" | "kept" | "undone" | "partly" | "gone"> {
  const decided = decidedFate(decisionOf(world.record, turnId, file));
  if (decided !== null && decided !== "undone") return decided;
  const { content } = await world.files.read(file.path);
  const { idFormat } = world.checkpoints;
  if (holds(content, file.after, idFormat)) return "open";
  if (decided !== null) return decided;
  return file.oldPath === null && holds(content, file.before, idFormat) ? "undone" : "gone";
}

function holds(content: Content | null, side: FileSide | null, format: IdFormat): boolean {
  if (content === null || side === null) return content === side;
  return content.mode === side.mode && contentId(content.bytes, format) === side.id;
}

function plan(
  path: string,
  result: Deed["outcome"],
  steps: readonly Step[],
  decision: Decision | null,
): Plan {
  return { deed: { path, outcome: result, because: null }, steps, decision };
}

function outcome(path: string, result: Deed["outcome"], because: string | null): Plan {
  return { deed: { path, outcome: result, because }, steps: [], decision: null };
}

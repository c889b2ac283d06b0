// What the person decided about the files of a scope, and what stands where the decisions are carried out. Pure.
// Always: a decision holds for exactly the sides it was made about.

import type { ChangeFate } from "../shared/changedFiles.ts";
import type { ComputedFile } from "./changeSets.ts";
import { withHunks, type Comparison } from "./hunks.ts";
import type { Decision, ThreadRecord } from "./threadRecords.ts";

/** Nothing decided. */
export const undecided = { whole: null, kept: [], undone: [] } as const;

export function scopeKey(turnId: string | null): string {
  return turnId ?? "";
}

function sidesOf({ before, after, oldPath }: ComputedFile): string {
  return `${sideName(before)} ${sideName(after)} ${oldPath ?? ""}`;
}

function sideName(side: ComputedFile["before"]): string {
  return side ? `${side.mode} ${side.id}` : "none";
}

/** The decision about a file as it stands in the set now. */
export function decisionOf(record: ThreadRecord, turnId: string | null, file: ComputedFile): Decision {
  const kept = record.decisions[scopeKey(turnId)]?.[file.path];
  const sides = sidesOf(file);
  return kept?.sides === sides ? kept : { sides, ...undecided };
}

/** Writes decisions down in the record, by path; null takes one out. */
export function decideAll(
  record: ThreadRecord,
  turnId: string | null,
  decisions: Iterable<readonly [path: string, decision: Decision | null]>,
): void {
  const scope = new Map(Object.entries(record.decisions[scopeKey(turnId)] ?? {}));
  for (const [path, decision] of decisions) {
    if (decision) scope.set(path, decision);
    else scope.delete(path);
  }
  record.decisions = { ...record.decisions, [scopeKey(turnId)]: Object.fromEntries(scope) };
}

/** One hunk more is kept or undone; when that was the last of all there is to the file, the file is. */
export function withHunk(
  file: ComputedFile,
  decision: Decision,
  hunkId: string,
  what: "kept" | "undone",
  all: readonly string[],
): Decision {
  const kept = decision.kept.filter((id) => id !== hunkId);
  const undone = decision.undone.filter((id) => id !== hunkId);
  (what === "kept" ? kept : undone).push(hunkId);
  const isText = file.oldPath === null && file.before?.mode === file.after?.mode;
  const isWhole = all.every((id) => (what === "kept" ? kept : undone).includes(id));
  return { ...decision, kept, undone, whole: isWhole && (isText || what === "kept") ? what : null };
}

export function hunkFate(decision: Decision, id: string): "open" | "kept" | "undone" {
  if (decision.undone.includes(id) || decision.whole === "undone") return "undone";
  return decision.kept.includes(id) || decision.whole === "kept" ? "kept" : "open";
}

/** The fate by decisions alone; null where only what stands on the disk can tell. */
export function decidedFate({ whole, kept, undone }: Decision): ChangeFate | null {
  if (whole !== null) return whole;
  return kept.length + undone.length > 0 ? "partly" : null;
}

/** The text that stands where all that was undone is out, and `out` besides. */
export function textWithout(comparison: Comparison, decision: Decision, out: readonly string[]): Buffer {
  if (decision.whole === "undone") return withHunks(comparison, () => false);
  return withHunks(comparison, (id) => !decision.undone.includes(id) && !out.includes(id));
}

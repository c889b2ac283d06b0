// The two sides of one file of a fileChange item, from the item and what stands on the disk now. Pure.

import type { FileUpdateChange } from "../shared/protocol.ts";
import { applyHunks, revertHunks } from "./hunks.ts";

export interface Sides {
  readonly before: string;
  readonly after: string;
}

const movedSuffix = /\n\nMoved to: [^\n]*\n?$/;

/** The hunks or text of a change without the note of a move that the server appends (facts §3). */
export function diffWithoutMove(change: FileUpdateChange): string {
  return change.kind.type === "update" && change.kind.move_path !== null
    ? change.diff.replace(movedSuffix, "")
    : change.diff;
}

/**
 * Both sides, or undefined when the file on disk fits neither side any more. `onDisk` is the text of the file now,
 * undefined when there is none; `applied` says whether the change has been written.
 */
export function sidesOf(
  change: FileUpdateChange,
  onDisk: string | undefined,
  applied: boolean,
): Sides | undefined {
  const diff = diffWithoutMove(change);
  if (change.kind.type === "add") return { before: "", after: diff };
  if (change.kind.type === "delete") return { before: diff, after: "" };
  if (onDisk === undefined) return undefined;
  if (applied) {
    const before = revertHunks(onDisk, diff);
    return before === undefined ? undefined : { before, after: onDisk };
  }
  const after = applyHunks(onDisk, diff);
  return after === undefined ? undefined : { before: onDisk, after };
}

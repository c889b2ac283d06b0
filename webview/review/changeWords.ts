// What became of a file or a hunk, in words: for eyes and for screen readers the same. Pure.

import type { ChangedFile, FileMode, Hunk, LeftOut } from "../../extension/shared/changedFiles.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { countOf } from "../ui/words.ts";
import { planOf } from "./hunkPlan.ts";

export const kindWords: Readonly<Record<ChangedFile["kind"], string>> = {
  added: "Added",
  deleted: "Deleted",
  modified: "Modified",
  moved: "Moved",
};

export const kindIcons: Readonly<Record<ChangedFile["kind"], string>> = {
  added: "diff-added",
  deleted: "diff-removed",
  modified: "diff-modified",
  moved: "diff-renamed",
};

/** null while it is undecided: then nothing needs to be said. */
export const fateWords: Readonly<Record<ChangedFile["fate"], string | null>> = {
  open: null,
  kept: "Kept",
  undone: "Undone",
  partly: "Partly decided",
  gone: "Changed again since",
};

/** The file with what happened to it, for screen readers: nothing in it hides. */
export function fileName(file: ChangedFile): string {
  const from = file.oldPath === null ? "" : ` from ${neutraliseToText(file.oldPath, "code")}`;
  return `${neutraliseToText(file.path, "code")}${from}, ${fileFacts(file)}`;
}

/** `modified, 5 lines added, 3 lines removed` */
export function fileFacts({ kind, addedLines, removedLines }: ChangedFile): string {
  const counts = addedLines + removedLines > 0 ? `, ${countWords(addedLines, removedLines)}` : "";
  return `${kindWords[kind].toLowerCase()}${counts}`;
}

/** What is to be said of the file beside its lines: mode, links, bytes. */
export function fileNotes(file: ChangedFile): readonly string[] {
  const notes: string[] = [];
  const { before, after, isBinary } = file;
  if (before && after && before.mode !== after.mode) notes.push(modeWords(before.mode, after.mode));
  else if ((after ?? before)?.mode === "symlink") notes.push("symbolic link");
  else if (!before && after?.mode === "executable") notes.push("executable");
  if (isBinary) notes.push(`binary, ${bytesWords(before?.bytes ?? null, after?.bytes ?? null)}`);
  return notes;
}

function modeWords(before: FileMode, after: FileMode): string {
  if (after === "symlink") return "became a symbolic link";
  if (before === "symlink") return "was a symbolic link";
  return after === "executable" ? "made executable" : "no longer executable";
}

function bytesWords(before: number | null, after: number | null): string {
  if (before === null) return sizeOf(after ?? 0);
  if (after === null) return sizeOf(before);
  return before === after ? sizeOf(after) : `${sizeOf(before)} → ${sizeOf(after)}`;
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return countOf(bytes, "byte");
  const kilobytes = bytes / 1_000;
  return kilobytes < 1_000 ? `${kilobytes.toFixed(1)} kB` : `${(kilobytes / 1_000).toFixed(1)} MB`;
}

/** Why a file that has no lines to show has none. */
export function noLinesWords(file: ChangedFile): string {
  if (file.isBinary) return "A binary file: its bytes changed, there are no lines to show.";
  if (file.kind === "moved") return "Moved without a change of its lines.";
  if (file.before && file.after && file.before.mode !== file.after.mode)
    return `Only its mode changed: ${modeWords(file.before.mode, file.after.mode)}.`;
  return "An empty file.";
}

export const leftOutWords: Readonly<Record<LeftOut["because"], string>> = {
  tooLarge: "too large",
  tooMany: "too many files",
  unreadable: "could not be read",
  special: "neither a file nor a folder",
  nestedRepository: "a repository of its own",
};

/** Where a hunk is, by the lines that one finds in the file now: "Lines 51–56". */
export function placeWords(hunk: Hunk): string {
  const isGone = hunk.newLines === 0;
  const [start, count] = isGone ? [hunk.oldStart, hunk.oldLines] : [hunk.newStart, hunk.newLines];
  const lines = count === 1 ? `Line ${start}` : `Lines ${start}–${start + count - 1}`;
  return isGone ? `${lines}, removed` : lines;
}

export function countsOf(hunk: Hunk): { readonly added: number; readonly removed: number } {
  let [added, removed] = [0, 0];
  for (const { mark } of hunk.lines) {
    if (mark === "+") added++;
    else if (mark === "-") removed++;
  }
  return { added, removed };
}

/** `4 lines added, 1 line removed`; only what there is. */
export function countWords(added: number, removed: number): string {
  const parts = [
    ...(added > 0 ? [`${countOf(added, "line")} added`] : []),
    ...(removed > 0 ? [`${countOf(removed, "line")} removed`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "no lines changed";
}

/** The first changed line of a hunk, on the side where the file has it now. One-based. */
export function firstChangedLine(hunk: Hunk): number {
  const { newNumbers } = planOf(hunk, "unified");
  const index = hunk.lines.findIndex(({ mark }) => mark === "+");
  const number = newNumbers[index] ?? 0;
  return number > 0 ? number : Math.max(1, hunk.newStart);
}

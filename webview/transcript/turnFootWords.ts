// What the foot of a turn says, for eyes and for screen readers. Pure.

import type { TurnChanges } from "../../extension/shared/turnChanges.ts";
import { countOf } from "../ui/words.ts";

/** Whether the turn has anything to tell of its files. */
export function hasFoot(changes: TurnChanges | null): changes is TurnChanges {
  return changes !== null && (changes.files > 0 || changes.problem !== null);
}

/** What is said beside the numbers. */
export function footRemarks({ files, undone, unreported, leftOut }: TurnChanges): string[] {
  const words: string[] = [];
  if (undone === files) words.push("undone");
  else if (undone > 0) words.push(`${undone} undone`);
  if (unreported > 0) words.push(`${unreported} without a report`);
  if (leftOut > 0) words.push(`${leftOut} left out`);
  return words;
}

/** The foot in words. */
export function footSpoken(changes: TurnChanges): string {
  const { files, addedLines, removedLines, unreported, undone, leftOut } = changes;
  const words = [
    `${countOf(files, "file")} changed`,
    `${countOf(addedLines, "line")} added`,
    `${countOf(removedLines, "line")} removed`,
  ];
  if (undone > 0) words.push(undone === files ? "all undone" : `${countOf(undone, "file")} undone`);
  if (unreported > 0) words.push(`${countOf(unreported, "file")} changed without a report`);
  if (leftOut > 0) words.push(`${countOf(leftOut, "place")} left out of the checkpoints`);
  return words.join(", ");
}

// Where a key leads among the rows. Pure.

import type { TranscriptRow } from "./rows.ts";

export interface KeyPlace {
  /** The row that has the focus; null when the transcript itself has it. */
  readonly from: number | null;
  /** The first and the last row in sight. */
  readonly seen: readonly [first: number, last: number];
  readonly key: string;
  readonly isAlt: boolean;
}

/** The index of the row to go to; undefined when the key leads nowhere. */
export function nextIndex(rows: readonly TranscriptRow[], place: KeyPlace): number | undefined {
  const { key, isAlt } = place;
  if (key !== "ArrowUp" && key !== "ArrowDown" && (isAlt || (key !== "Home" && key !== "End")))
    return undefined;
  const last = rows.length - 1;
  if (last < 0) return undefined;
  if (key === "Home") return 0;
  if (key === "End") return last;
  const by = key === "ArrowDown" ? 1 : -1;
  if (isAlt) return promptFrom(rows, place, by);
  if (place.from === null) return place.seen[by > 0 ? 0 : 1];
  return Math.min(last, Math.max(0, place.from + by));
}

function promptFrom(
  rows: readonly TranscriptRow[],
  { from, seen }: KeyPlace,
  by: 1 | -1,
): number | undefined {
  // Without a row of its own the search begins at what is in sight, a prompt there not left out.
  let index = from ?? (by > 0 ? seen[0] : seen[1] + 1);
  do index += by;
  while (index >= 0 && index < rows.length && !isPrompt(rows[index]));
  return rows[index] ? index : undefined;
}

function isPrompt(row: TranscriptRow | undefined): boolean {
  if (row?.kind === "outgoing") return true;
  return row?.kind === "entry" && row.entry.kind === "item" && row.entry.item.type === "userMessage";
}

// The search in the loaded part of a thread, also in what is not drawn: outputs, diffs, folded lines. Pure. It
// goes in steps of one entry, so that a long thread is searched between frames, and never looks twice at an entry
// that did not change.

import type { Entry, ThreadState, TurnState } from "../../extension/shared/threadState.ts";
import { entryTexts } from "./entryTexts.ts";
import { entryId } from "./rows.ts";

/** One place where the text stands. */
export interface Match {
  readonly turnId: string;
  /** Id of the item or note. */
  readonly entryId: string;
  /** The how-manieth match within its entry, from 0. */
  readonly nth: number;
}

/** No more are counted; what is told as "1,000+" is found by a longer text. */
export const mostMatches = 1_000;
const longestQuery = 1_000;

/** How many matches there are in entries already seen, for one query. */
export type FindCache = WeakMap<Entry, number>;

/** All matches, oldest first; letters match in either case. A blank query finds nothing. */
export function findInThread(thread: ThreadState, query: string): Match[] {
  const found: Match[] = [];
  for (const matches of findSteps(thread.turns, query, new WeakMap())) found.push(...matches);
  return found;
}

/** The matches of one entry after the other, as long as fewer than `mostMatches` were found. */
export function* findSteps(
  turns: readonly TurnState[],
  query: string,
  cache: FindCache,
): Generator<readonly Match[], void> {
  const pattern = patternOf(query);
  if (!pattern) return;
  let room = mostMatches;
  for (const { turnId, entries } of turns)
    for (const entry of entries) {
      const count = cache.get(entry) ?? countIn(entry, pattern);
      cache.set(entry, count);
      const id = entryId(entry);
      yield Array.from({ length: Math.min(count, room) }, (_, nth) => ({ turnId, entryId: id, nth }));
      room -= count;
      if (room <= 0) return;
    }
}

/** The query as a pattern that finds it literally; null for a blank one. */
export function patternOf(query: string): RegExp | null {
  if (query.trim() === "") return null;
  return new RegExp(query.slice(0, longestQuery).replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), "giu");
}

function countIn(entry: Entry, pattern: RegExp): number {
  let count = 0;
  for (const text of entryTexts(entry)) {
    pattern.lastIndex = 0;
    while (count < mostMatches && pattern.test(text)) count++;
  }
  return count;
}

// The search in the loaded part of a thread, also in what is not drawn: outputs, diffs, folded lines, plans, errors,
// and what was sent and is not taken up yet. Pure. It
// goes in steps of one entry, so that a long thread is searched between frames, and never looks twice at an entry
// that did not change.

import type { ThreadState } from "../../extension/shared/threadState.ts";
import { entryTexts, errorTexts } from "./entryTexts.ts";
import { entryId } from "./rows.ts";

/** One place where the text stands. */
export interface Match {
  readonly turnId: string;
  /** Id of the item or note, else the key of the row. */
  readonly entryId: string;
  /** The how-manieth match within its entry, from 0. */
  readonly nth: number;
}

/** No more are counted; what is told as "1,000+" is found by a longer text. */
export const mostMatches = 1_000;
const longestQuery = 1_000;

/** How many matches there are in entries already seen, for one query. */
export type FindCache = WeakMap<object, number>;

/** What is searched of a thread. */
export type Searched = Pick<ThreadState, "turns" | "outgoing">;

/** All matches, oldest first; letters match in either case. A blank query finds nothing. */
export function findInThread(thread: Searched, query: string): Match[] {
  const found: Match[] = [];
  for (const matches of findSteps(thread, query, new WeakMap())) found.push(...matches);
  return found;
}

/** The matches of one entry after the other, as long as fewer than `mostMatches` were found. */
export function* findSteps(
  thread: Searched,
  query: string,
  cache: FindCache,
): Generator<readonly Match[], void> {
  const pattern = patternOf(query);
  if (!pattern) return;
  let room = mostMatches;
  for (const { turnId, id, source, texts } of piecesOf(thread)) {
    const count = cache.get(source) ?? countIn(texts(), pattern);
    cache.set(source, count);
    yield Array.from({ length: Math.min(count, room) }, (_, nth) => ({ turnId, entryId: id, nth }));
    room -= count;
    if (room <= 0) return;
  }
}

interface Piece {
  readonly turnId: string;
  readonly id: string;
  /** Another object when anything in it changed. */
  readonly source: object;
  readonly texts: () => readonly string[];
}

/** What has words, in the order of the rows. */
function* piecesOf({ turns, outgoing }: Searched): Generator<Piece, void> {
  for (const turn of turns) {
    const { turnId, entries, plan, error } = turn;
    for (const entry of entries)
      yield { turnId, id: entryId(entry), source: entry, texts: () => entryTexts(entry) };
    if (plan) yield { turnId, id: `plan ${turnId}`, source: plan, texts: () => plan.map(({ step }) => step) };
    if (error) yield { turnId, id: `failed ${turnId}`, source: error, texts: () => errorTexts(error) };
  }
  for (const message of outgoing)
    yield {
      turnId: "",
      id: `outgoing ${message.clientId}`,
      source: message,
      texts: () => message.input.map((part) => (part.type === "text" ? part.text : "")),
    };
}

/** The query as a pattern that finds it literally; null for a blank one. */
export function patternOf(query: string): RegExp | null {
  if (query.trim() === "") return null;
  return new RegExp(query.slice(0, longestQuery).replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`), "giu");
}

function countIn(texts: readonly string[], pattern: RegExp): number {
  let count = 0;
  for (const text of texts) {
    pattern.lastIndex = 0;
    while (count < mostMatches && pattern.test(text)) count++;
  }
  return count;
}

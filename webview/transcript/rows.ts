// The thread as the flat list that is drawn: one row for each thing that has a height. Pure. What did not change
// keeps its identity from one reading to the next, row by row and turn by turn, so that a word that is added to
// the last turn of two thousand makes one new row and looks into no other turn.

import type { OutgoingMessage, ThreadState, TurnState } from "../../extension/shared/threadState.ts";
import type { Density } from "../items/density.ts";
import { rowsOfTurn, type TurnRow } from "./turnRows.ts";

/** What is said of the turn that runs, at the end of the transcript. */
export interface Working {
  readonly words: string;
  readonly isWaiting: boolean;
  /** Unix milliseconds; null when nobody knows. */
  readonly sinceMs: number | null;
  /** Tokens that the turn used until now; null when nobody counted. */
  readonly tokens: number | null;
}

/** `key` is unique in the thread and stays as long as the row stands for the same thing. */
export type TranscriptRow =
  | TurnRow
  | { readonly kind: "older"; readonly key: "older" }
  | { readonly kind: "queued"; readonly key: "queued"; readonly count: number }
  | ({ readonly kind: "working"; readonly key: "working" } & Working)
  | { readonly kind: "outgoing"; readonly key: string; readonly message: OutgoingMessage };

export interface RowLook {
  readonly density: Density;
  readonly working: Working | null;
  /** Tokens by turn id, of those turns that were counted. */
  readonly tokens: ReadonlyMap<string, number>;
}

interface TurnPart {
  readonly turn: TurnState;
  /** Ids of the items that open approvals are about, joined: a string, so that it compares by value. */
  readonly asked: string;
  readonly tokens: number | null;
  readonly rows: readonly TurnRow[];
  /** Where the first of `rows` stands in the whole list. */
  readonly start: number;
}

export interface Rows {
  readonly all: readonly TranscriptRow[];
  /** Rows came before those of the last reading: the view has to be held from its end. */
  readonly isPrepended: boolean;
  readonly parts: readonly TurnPart[];
  readonly density: Density;
}

/** The rows of a thread; `before` is the last reading of the same thread, null for the first. */
export function rowsOf(thread: ThreadState, look: RowLook, before: Rows | null): Rows {
  const head: readonly TranscriptRow[] = thread.olderCursor === null ? [] : [olderRow];
  const known = before?.density === look.density ? before : null;
  const moved = known ? placesMoved(thread.turns, known.parts) : 0;
  const parts: TurnPart[] = [];
  let start = head.length;
  for (const [index, turn] of thread.turns.entries()) {
    const part = partOf(turn, askedIn(thread, turn.turnId), look, known?.parts[index - moved], start);
    parts.push(part);
    start += part.rows.length;
  }
  const tail = tailRows(thread, look.working, before?.all ?? []);
  return {
    all: flat(head, parts, tail, known),
    isPrepended: moved > 0,
    parts,
    density: look.density,
  };
}

/** Reads one thread again and again, each time from the reading before. */
export class RowReader {
  private before: Rows | null = null;

  read(thread: ThreadState, look: RowLook): Rows {
    this.before = rowsOf(thread, look, this.before);
    return this.before;
  }
}

const olderRow: TranscriptRow = { kind: "older", key: "older" };

/** How many turns stand before the one that was the first. */
function placesMoved(turns: readonly TurnState[], parts: readonly TurnPart[]): number {
  const first = parts[0]?.turn.turnId;
  if (first === undefined || turns[0]?.turnId === first) return 0;
  return Math.max(
    0,
    turns.findIndex((turn) => turn.turnId === first),
  );
}

function partOf(
  turn: TurnState,
  asked: string,
  look: RowLook,
  old: TurnPart | undefined,
  start: number,
): TurnPart {
  const tokens = look.tokens.get(turn.turnId) ?? null;
  if (old?.turn === turn && old.asked === asked && old.tokens === tokens)
    return old.start === start ? old : { ...old, start };
  const before = old?.turn.turnId === turn.turnId ? old.rows : [];
  const askedIds = asked === "" ? [] : asked.split(" ");
  const rows = rowsOfTurn(turn, { asked: askedIds, density: look.density, tokens }, before);
  return { turn, asked, tokens, start, rows: keepSame(rows, before) };
}

function askedIn({ approvals }: ThreadState, turnId: string): string {
  if (approvals.length === 0) return "";
  return approvals
    .filter((approval) => approval.turnId === turnId)
    .map((approval) => approval.itemId)
    .join(" ");
}

function tailRows(
  { outgoing, queued }: ThreadState,
  working: Working | null,
  before: readonly TranscriptRow[],
): readonly TranscriptRow[] {
  const rows: TranscriptRow[] = working ? [{ kind: "working", key: "working", ...working }] : [];
  for (const message of outgoing)
    rows.push({ kind: "outgoing", key: `outgoing ${message.clientId}`, message });
  if (queued > 0) rows.push({ kind: "queued", key: "queued", count: queued });
  return keepSame(rows, before.slice(-Math.max(rows.length, 1)));
}

/** The list anew, its unchanged beginning copied in one piece. */
function flat(
  head: readonly TranscriptRow[],
  parts: readonly TurnPart[],
  tail: readonly TranscriptRow[],
  before: Rows | null,
): readonly TranscriptRow[] {
  let same = 0;
  while (same < parts.length && parts[same] === before?.parts[same]) same++;
  const rows =
    before && same > 0 ? before.all.slice(0, parts[same]?.start ?? endOf(parts[same - 1])) : [...head];
  return rows.concat(...parts.slice(same).map((part) => part.rows), tail);
}

function endOf(part: TurnPart | undefined): number {
  return part ? part.start + part.rows.length : 0;
}

/** The new rows, each replaced by the old one of its key when nothing differs. */
function keepSame<R extends TranscriptRow>(rows: readonly R[], before: readonly R[]): readonly R[] {
  let byKey: Map<string, R> | undefined;
  return rows.map((row, index) => {
    let was = before[index];
    if (was === row) return row;
    // Mostly a row stands where it stood; only what moved is looked for.
    if (was && was.key !== row.key)
      was = (byKey ??= new Map(before.map((old) => [old.key, old]))).get(row.key);
    return was && isSame(was, row) ? was : row;
  });
}

function isSame(a: TranscriptRow, b: TranscriptRow): boolean {
  const other = b as unknown as Record<string, unknown>;
  const pairs = Object.entries(a);
  return (
    pairs.length === Object.keys(b).length &&
    pairs.every(([name, value]: [string, unknown]) => isSameValue(value, other[name]))
  );
}

/** Equal, or lists of equal members. */
function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((member, index) => Object.is(member, b[index]));
}

/** Where the row of a key stands, -1 when it is gone. */
export function indexOfRow(rows: readonly TranscriptRow[], key: string): number {
  return rows.findIndex((row) => row.key === key);
}

/** Where the row stands that holds the entry of this id, folded or not, or that has this key; -1 when none does. */
export function indexOfEntry(rows: readonly TranscriptRow[], id: string): number {
  return rows.findIndex((row) => {
    if (row.key === id) return true;
    return row.kind === "folded" && row.entries.some((entry) => entryId(entry) === id);
  });
}

/** The id of an entry: of its item, or of the note. */
export function entryId(entry: TurnState["entries"][number]): string {
  return entry.kind === "item" ? entry.item.id : entry.id;
}

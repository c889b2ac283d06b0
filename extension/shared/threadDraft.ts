// A thread state that is being folded: copies what it touches once a batch and leaves the rest identical, so
// that a batch of a thousand deltas costs one copy of one turn. Knows lists and ids, nothing of events.

import type { ThreadItem } from "./protocol.ts";
import type { Entry, ItemEntry, Note, ThreadState, TurnState } from "./threadState.ts";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type TurnDraft = Omit<Mutable<TurnState>, "entries"> & { entries: Entry[] };
export type ItemDraft = Mutable<ItemEntry>;

export class ThreadDraft {
  private state: ThreadState;
  private turns: TurnState[] | undefined;
  /** Objects made in this batch: they may be written to, all others may not. */
  private readonly owned = new WeakSet<object>();
  private lastItem: { turn: TurnDraft; index: number; id: string } | undefined;

  constructor(state: ThreadState) {
    this.state = state;
  }

  get current(): ThreadState {
    return this.state;
  }

  set<K extends keyof ThreadState>(key: K, value: ThreadState[K]): void {
    if (Object.is(this.state[key], value)) return;
    if (!this.owned.has(this.state)) {
      this.state = { ...this.state };
      this.owned.add(this.state);
    }
    (this.state as Mutable<ThreadState>)[key] = value;
  }

  private writableTurns(): TurnState[] {
    if (!this.turns) {
      this.turns = [...this.state.turns];
      this.set("turns", this.turns);
    }
    return this.turns;
  }

  hasTurn(turnId: string): boolean {
    return this.state.turns.some((turn) => turn.turnId === turnId);
  }

  /** Puts turns before all others. */
  prepend(turns: readonly TurnState[]): void {
    this.writableTurns().unshift(...turns);
  }

  /** Drops the turn at this place and all after it. */
  dropTurnsFrom(index: number): void {
    this.writableTurns().splice(index);
    this.lastItem = undefined;
  }

  /** Puts a whole turn in the place of what was known of it, or at the end. */
  putTurn(turn: TurnState): void {
    const turns = this.writableTurns();
    const index = turns.findIndex(({ turnId }) => turnId === turn.turnId);
    if (index >= 0) turns[index] = turn;
    else turns.push(turn);
    this.lastItem = undefined;
  }

  /** The turn, ready to be written to; made when it is not known yet. */
  turn(turnId: string): TurnDraft {
    const turns = this.writableTurns();
    let index = turns.length - 1;
    while (index >= 0 && turns[index]?.turnId !== turnId) index--;
    const known = turns[index];
    if (known && this.owned.has(known)) return known as TurnDraft;
    const turn: TurnDraft = known ? { ...known, entries: [...known.entries] } : emptyTurn(turnId);
    this.owned.add(turn);
    if (known) turns[index] = turn;
    else turns.push(turn);
    this.lastItem = undefined;
    return turn;
  }

  /** The item of a turn, ready to be written to, or undefined. */
  item(turn: TurnDraft, itemId: string): ItemDraft | undefined {
    const index = this.indexOfItem(turn, itemId);
    const entry = turn.entries[index];
    if (entry?.kind !== "item") return undefined;
    return this.own(turn, index, entry);
  }

  own(turn: TurnDraft, index: number, entry: ItemEntry): ItemDraft {
    if (this.owned.has(entry)) return entry;
    const copy: ItemDraft = { ...entry, item: { ...entry.item } };
    this.owned.add(copy);
    turn.entries[index] = copy;
    return copy;
  }

  /** Writes the item in its place, or at the end of its turn. */
  put(turn: TurnDraft, entry: ItemEntry): void {
    const index = this.indexOfItem(turn, entry.item.id);
    this.owned.add(entry);
    if (index >= 0) turn.entries[index] = entry;
    else turn.entries.push(entry);
  }

  /** Adds a note at the end of a turn (of the last turn when none is named). */
  note(turnId: string | null, atMs: number, note: Note): void {
    const target = turnId ?? this.state.turns.at(-1)?.turnId;
    if (target === undefined) return;
    const turn = this.turn(target);
    let number = turn.entries.length;
    const id = (): string => `note-${target}-${number}`;
    // An item that went made room for a number that is taken.
    while (turn.entries.some((entry) => entry.kind === "note" && entry.id === id())) number++;
    turn.entries.push({ kind: "note", id: id(), atMs, note });
  }

  /** Puts the note in the place of the turn's last one that `is` it (of any turn when none is named), or adds it. */
  renewNote(turnId: string | null, atMs: number, is: (note: Note) => boolean, note: Note): void {
    const has = (entry: Entry): boolean => entry.kind === "note" && is(entry.note);
    const target = turnId ?? this.state.turns.findLast(({ entries }) => entries.some(has))?.turnId;
    const turn = target === undefined ? undefined : this.turn(target);
    const index = turn ? turn.entries.findLastIndex(has) : -1;
    const known = turn?.entries[index];
    if (turn && known?.kind === "note") turn.entries[index] = { ...known, note };
    else this.note(turnId, atMs, note);
  }

  private indexOfItem(turn: TurnDraft, itemId: string): number {
    const last = this.lastItem;
    if (last && last.turn === turn && last.id === itemId && isItem(turn.entries[last.index], itemId))
      return last.index;
    let index = turn.entries.length - 1;
    while (index >= 0 && !isItem(turn.entries[index], itemId)) index--;
    if (index >= 0) this.lastItem = { turn, index, id: itemId };
    return index;
  }
}

function isItem(entry: Entry | undefined, itemId: string): boolean {
  return entry?.kind === "item" && entry.item.id === itemId;
}

function emptyTurn(turnId: string): TurnDraft {
  return {
    turnId,
    rootTurnId: null,
    status: "inProgress",
    error: null,
    retrying: null,
    startedAtMs: null,
    completedAtMs: null,
    entries: [],
    diff: null,
    plan: null,
    sensitive: [],
    changes: null,
  };
}

/** An item entry as it stands when its item is first heard of. Copies the item: events are never written to. */
export function newEntry(item: ThreadItem, phase: ItemEntry["phase"]): ItemDraft {
  return {
    kind: "item",
    item: { ...item },
    phase,
    startedAtMs: null,
    completedAtMs: null,
    stdin: [],
    progress: null,
    unasked: null,
  };
}

// In what the server's history differs from what it told while it happened. Each entry turns a turn as it was
// heard into the turn as it is read back; a test proves that together they are enough and that none is idle.

import type { ItemEntry, TurnState } from "../../extension/shared/threadState.ts";

/** The part of a turn that both sides tell. */
export interface TurnTold {
  readonly turnId: string;
  readonly status: TurnState["status"];
  readonly error: TurnState["error"];
  readonly startedAtMs: number | null;
  readonly completedAtMs: number | null;
  readonly items: readonly ItemEntry[];
}

export interface Difference {
  readonly what: string;
  readonly why: string;
  /** `completions`: ids of items in the order of their `item/completed`. `crashed`: turns that a crash ended. */
  readonly change: (turn: TurnTold, completions: readonly string[], crashed: ReadonlySet<string>) => TurnTold;
}

export function toldOf(turn: TurnState): TurnTold {
  const { turnId, status, error, startedAtMs, completedAtMs, entries } = turn;
  const items = entries.flatMap((entry) => (entry.kind === "item" ? [entry] : []));
  return { turnId, status, error, startedAtMs, completedAtMs, items };
}

const keep = (turn: TurnTold, test: (entry: ItemEntry) => boolean): TurnTold => ({
  ...turn,
  items: turn.items.filter(test),
});

export const differences: readonly Difference[] = [
  {
    what: "Items that were cut off are missing.",
    why: "The server stores an item when it completes; a stop, a steer, a crash or a cancelled change prevents that.",
    change: (turn) => keep(turn, ({ phase }) => phase !== "cutOff"),
  },
  {
    what: "Declined commands are missing; declined file changes are there.",
    why: "A command is stored by its run, and a declined one never ran.",
    change: (turn) =>
      keep(turn, ({ item }) => item.type !== "commandExecution" || item.status !== "declined"),
  },
  {
    what: "Items stand in the order of their ends, not of their beginnings.",
    why: "Stored when completed: of two commands that ran at once, the shorter comes first.",
    change: (turn, completions) => ({
      ...turn,
      items: turn.items.toSorted((a, b) => completions.indexOf(a.item.id) - completions.indexOf(b.item.id)),
    }),
  },
  {
    what: "What was typed into a program is missing.",
    why: "It is told only as it happens, by terminalInteraction.",
    change: (turn) => ({ ...turn, items: turn.items.map((entry) => ({ ...entry, stdin: [] })) }),
  },
  {
    what: "A turn that a crash ended has no time of its end.",
    why: "The server did not live to see it; ours is the time at which the host noticed.",
    change: (turn, _, crashed) => (crashed.has(turn.turnId) ? { ...turn, completedAtMs: null } : turn),
  },
];

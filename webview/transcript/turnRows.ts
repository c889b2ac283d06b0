// The rows of one turn: its entries as they group, its plan, and how it ends. Pure; it knows one turn only.

import { reviewMark } from "../../extension/shared/guardWords.ts";
import type { TurnError, v2 } from "../../extension/shared/protocol.ts";
import { sensitiveWords } from "../../extension/shared/sensitivePlaces.ts";
import type { Entry, TurnState } from "../../extension/shared/threadState.ts";
import type { TurnChanges } from "../../extension/shared/turnChanges.ts";
import type { Density } from "../items/density.ts";
import { groupEntries, type Group } from "../items/groups.ts";
import { hasFoot } from "./turnFootWords.ts";

/** `opensTurn`: the first row of its turn, which stands a little apart. */
export type TurnRow = { readonly key: string; readonly opensTurn: boolean } & TurnRowContent;

type TurnRowContent =
  | {
      readonly kind: "entry";
      readonly entry: Entry;
      readonly isAsked: boolean;
      readonly review: string | null;
      /** A message that steered this turn instead of beginning one. */
      readonly isSteer?: true;
      /** The end of a review that the message after it tells again, word for word. */
      readonly isToldAgain?: true;
    }
  | { readonly kind: "folded"; readonly entries: readonly Entry[]; readonly words: string }
  | { readonly kind: "plan"; readonly steps: readonly v2.TurnPlanStep[] }
  | { readonly kind: "retrying"; readonly words: string }
  | { readonly kind: "failed"; readonly error: TurnError }
  | { readonly kind: "interrupted" }
  /** Files that run or are trusted later without a question; `paths` as the server or the disk names them. */
  | { readonly kind: "sensitive"; readonly paths: readonly string[] }
  | { readonly kind: "changes"; readonly turnId: string; readonly changes: TurnChanges }
  | { readonly kind: "took"; readonly ms: number; readonly tokens: number | null };

export interface TurnLook {
  /** Ids of the items that open approvals are about. */
  readonly asked: readonly string[];
  readonly density: Density;
  readonly tokens: number | null;
}

/** A turn that took no longer says nothing of its length. */
const longTurnMs = 30_000;

/** `before`: the rows of the same turn as read last; those whose entry is still the same are taken over. */
export function rowsOfTurn(turn: TurnState, look: TurnLook, before: readonly TurnRow[]): TurnRow[] {
  const groups = groupEntries(turn.entries, look.density, turn.status !== "inProgress");
  const marks = {
    asked: look.asked,
    reviews: reviewsOf(turn.entries),
    told: toldAfterReview(turn.entries),
    begunBy: begunBy(turn.entries),
  };
  // A turn may have thousands of entries: none but the changed ones is worth a new object.
  const rows = groups.map((group, index) => {
    const was = before[index];
    return was && standsFor(was, group, marks) ? was : groupRow(group, marks, index === 0);
  });
  const put = (key: string, content: TurnRowContent): void => {
    rows.push({ key, opensTurn: rows.length === 0, ...content });
  };
  const { turnId, plan, retrying, error, status } = turn;
  if (plan && plan.length > 0) put(`plan ${turnId}`, { kind: "plan", steps: plan });
  if (retrying !== null) put(`retrying ${turnId}`, { kind: "retrying", words: retrying });
  const paths = sensitivePaths(turn);
  if (paths.length > 0) put(`sensitive ${turnId}`, { kind: "sensitive", paths });
  if (error) put(`failed ${turnId}`, { kind: "failed", error });
  if (status === "interrupted") put(`interrupted ${turnId}`, { kind: "interrupted" });
  if (status !== "inProgress" && hasFoot(turn.changes))
    put(`changes ${turnId}`, { kind: "changes", turnId, changes: turn.changes });
  const ms = durationOf(turn);
  if (ms !== null && ms >= longTurnMs) put(`took ${turnId}`, { kind: "took", ms, tokens: look.tokens });
  return rows;
}

/** What was written to sensitive places: by patches, and by whatever else the disk told of. Each once. */
function sensitivePaths({ entries, sensitive }: TurnState): readonly string[] {
  const patched = entries.flatMap((entry) => {
    if (entry.kind !== "item" || entry.item.type !== "fileChange" || entry.item.status !== "completed")
      return [];
    return entry.item.changes.flatMap(({ path, kind }) =>
      kind.type === "update" && kind.move_path !== null ? [path, kind.move_path] : [path],
    );
  });
  return [...new Set([...patched.filter((path) => sensitiveWords(path) !== null), ...sensitive])];
}

/** What stands by items and comes from elsewhere. */
interface Marks {
  readonly asked: readonly string[];
  /** Words on the last automatic review of an item, by item id. */
  readonly reviews: ReadonlyMap<string, string>;
  /** What a message after the end of a review says (facts §8); null without one. */
  readonly told: string | null;
  /** Id of the message that began the turn. */
  readonly begunBy: string | null;
}

const noReviews: ReadonlyMap<string, string> = new Map();

function reviewsOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  let reviews: Map<string, string> | undefined;
  for (const entry of entries) {
    if (entry.kind !== "note" || entry.note.type !== "review" || entry.note.targetItemId === null) continue;
    (reviews ??= new Map()).set(entry.note.targetItemId, reviewMark(entry.note));
  }
  return reviews ?? noReviews;
}

function begunBy(entries: readonly Entry[]): string | null {
  const first = entries.find((entry) => entry.kind === "item" && entry.item.type === "userMessage");
  return first?.kind === "item" ? first.item.id : null;
}

function toldAfterReview(entries: readonly Entry[]): string | null {
  const last = entries.at(-1);
  const isTold = last?.kind === "item" && last.item.type === "agentMessage" && last.phase === "completed";
  return isTold ? last.item.text.trim() : null;
}

function isToldAgain(entry: Entry, { told }: Marks): boolean {
  if (entry.kind !== "item" || entry.item.type !== "exitedReviewMode" || told === null) return false;
  return entry.item.review.trim() === told;
}

function isSteer(entry: Entry, { begunBy: first }: Marks): boolean {
  return entry.kind === "item" && entry.item.type === "userMessage" && entry.item.id !== first;
}

function standsFor(row: TurnRow, group: Group, marks: Marks): boolean {
  const { asked, reviews } = marks;
  if (row.kind !== "entry" || group.kind !== "entry" || row.entry !== group.entry) return false;
  if ((row.isSteer ?? false) !== isSteer(group.entry, marks)) return false;
  if ((row.isToldAgain ?? false) !== isToldAgain(group.entry, marks)) return false;
  return row.isAsked === isAskedFor(group.entry, asked) && row.review === reviewOf(group.entry, reviews);
}

function reviewOf(entry: Entry, reviews: Marks["reviews"]): string | null {
  return entry.kind === "item" ? (reviews.get(entry.item.id) ?? null) : null;
}

function groupRow(group: Group, marks: Marks, opensTurn: boolean): TurnRow {
  const { key } = group;
  const { asked, reviews } = marks;
  if (group.kind === "folded")
    return { key, opensTurn, kind: "folded", entries: group.entries, words: group.words };
  const { entry } = group;
  const steer = isSteer(entry, marks) ? { isSteer: true as const } : {};
  const again = isToldAgain(entry, marks) ? { isToldAgain: true as const } : {};
  const review = reviewOf(entry, reviews);
  return {
    key,
    opensTurn,
    kind: "entry",
    entry,
    isAsked: isAskedFor(entry, asked),
    review,
    ...steer,
    ...again,
  };
}

function isAskedFor(entry: Entry, asked: readonly string[]): boolean {
  return entry.kind === "item" && asked.includes(entry.item.id);
}

function durationOf({ status, startedAtMs, completedAtMs }: TurnState): number | null {
  if (status === "inProgress" || startedAtMs === null || completedAtMs === null) return null;
  return completedAtMs - startedAtMs;
}

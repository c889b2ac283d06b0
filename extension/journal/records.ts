// What the journal keeps: one record for each thing that must not be lost or must be accounted for. Approvals today;
// prompts, drafts and started items join this union. It holds shapes and no secrets: an answer to a question is kept
// by its words or, where it is secret, by saying so.
// Always: a record that a newer version wrote is kept in the file and counted, never taken for another.

import type { Ask } from "../shared/approvals/ask.ts";
import type { Choice, ChoiceId } from "../shared/approvals/choices.ts";
import type { VoidReason } from "../shared/threadState.ts";

/** The version of the shapes below; each line of the file names its own. */
export const recordVersion = 1;

/** Something of a thread that is to be kept. */
export type JournalEntry = { readonly threadId: string } & (
  | {
      readonly type: "approvalShown";
      /** Names the request together with what was shown: a card made anew is another record. */
      readonly key: string;
      /** Of the server process, within this window. */
      readonly generation: number;
      readonly kind: string;
      readonly question: string;
      /** The whole card as it was shown, cut and redacted when it is written. */
      readonly shown: Ask | Readonly<Record<string, unknown>>;
      readonly choices: readonly Pick<Choice, "id" | "label" | "rule">[];
    }
  | {
      readonly type: "approvalAnswered";
      readonly key: string;
      readonly choice: ChoiceId | (string & {});
      /** What the choice came with, in words: the rule that is saved, what is granted. No secret that was typed. */
      readonly told: string;
      readonly by: "person";
    }
  | { readonly type: "approvalVoid"; readonly key: string; readonly because: VoidReason }
  /** A command or tool ran without a question: by these saved rules (file and line), or by its server's word. */
  | { readonly type: "ranUnasked"; readonly itemId: string; readonly rule: string }
  /** A file in a sensitive place changed while this turn ran. */
  | { readonly type: "sensitiveChanged"; readonly turnId: string; readonly path: string }
  /** A request that no person can be asked; `what` in our words. */
  | { readonly type: "requestRefused"; readonly what: string }
  /** The journal could not be written for a while: so many records are missing before this one. */
  | { readonly type: "recordsMissing"; readonly count: number }
);

export type RecordType = JournalEntry["type"];

/** An entry as it lies in the file. */
export type JournalRecord = JournalEntry & {
  readonly version: number;
  /** The window that wrote it: each has its own numbers. */
  readonly writer: string;
  /** Grows by one with each record of a writer, whatever the clock does. */
  readonly seq: number;
  readonly atMs: number;
};

const types: Readonly<Record<RecordType, true>> = {
  approvalShown: true,
  approvalAnswered: true,
  approvalVoid: true,
  ranUnasked: true,
  sensitiveChanged: true,
  requestRefused: true,
  recordsMissing: true,
};

/** The record that a line holds; undefined for one that this version does not know. */
export function recordFrom(value: unknown): JournalRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { version, type, writer, seq, atMs, threadId } = value as Record<string, unknown>;
  if (version !== recordVersion || typeof type !== "string" || !Object.hasOwn(types, type)) return undefined;
  if (typeof writer !== "string" || typeof threadId !== "string") return undefined;
  return Number.isSafeInteger(seq) && Number.isFinite(atMs) ? (value as JournalRecord) : undefined;
}

/**
 * Records of several windows in one order: each writer's own order holds, also when its clock jumped; between
 * writers the clock decides.
 */
export function inOrder(records: readonly JournalRecord[]): JournalRecord[] {
  const bySeq = records.toSorted((a, b) =>
    a.writer === b.writer ? a.seq - b.seq : a.writer < b.writer ? -1 : 1,
  );
  let writer = "";
  let latestMs = -Infinity;
  const timed = bySeq.map((record) => {
    latestMs = record.writer === writer ? Math.max(latestMs, record.atMs) : record.atMs;
    ({ writer } = record);
    return { record, atMs: latestMs };
  });
  return timed.toSorted((a, b) => a.atMs - b.atMs).map(({ record }) => record);
}

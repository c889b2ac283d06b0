// What the host alone knows of turns and what the server's history does not tell again: which commands and tools ran
// without a question, and which sensitive files changed. Kept in the journal when it happens, and read from there for a
// thread whose history is read again.

import type { SensitiveRecord } from "../threads/sensitiveChanges.ts";
import type { UnaskedRecord } from "../threads/unasked.ts";
import type { Journal, JournalContents } from "./journal.ts";

export interface TurnRecords {
  readonly unasked: UnaskedRecord;
  readonly sensitive: SensitiveRecord;
}

export function turnRecords(journal: Journal): TurnRecords {
  const reading = new Map<string, Promise<JournalContents["records"]>>();
  /** Those who ask at one time get one reading. */
  const recordsOf = (threadId: string): Promise<JournalContents["records"]> => {
    const known = reading.get(threadId);
    if (known) return known;
    const read = journal
      .read(threadId)
      .then(({ records }) => records)
      .finally(() => reading.delete(threadId));
    reading.set(threadId, read);
    return read;
  };
  return {
    unasked: {
      keep: (threadId, itemId, rule) => {
        void journal.append({ type: "ranUnasked", threadId, itemId, rule }, { durable: false });
      },
      read: async (threadId) =>
        new Map(
          (await recordsOf(threadId)).flatMap((record) =>
            record.type === "ranUnasked" && isText(record.itemId) && isText(record.rule)
              ? [[record.itemId, record.rule]]
              : [],
          ),
        ),
    },
    sensitive: {
      keep: (threadId, turnId, path) => {
        void journal.append({ type: "sensitiveChanged", threadId, turnId, path }, { durable: false });
      },
      read: async (threadId) =>
        (await recordsOf(threadId)).flatMap((record) =>
          record.type === "sensitiveChanged" && isText(record.turnId) && isText(record.path)
            ? [{ turnId: record.turnId, path: record.path }]
            : [],
        ),
    },
  };
}

/** The file may be damaged or forged. */
function isText(value: unknown): boolean {
  return typeof value === "string";
}

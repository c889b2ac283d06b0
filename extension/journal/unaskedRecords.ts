// Which commands ran without a question, over the life of windows: kept in the journal when it is proved, and read
// from there for a thread whose history is read again.

import type { UnaskedRecord } from "../threads/unasked.ts";
import type { Journal } from "./journal.ts";

export function unaskedRecord(journal: Journal): UnaskedRecord {
  return {
    keep: (threadId, itemId, rule) => {
      void journal.append({ type: "ranUnasked", threadId, itemId, rule }, { durable: false });
    },
    read: async (threadId) => {
      const { records } = await journal.read(threadId);
      return new Map(
        records.flatMap((record) =>
          record.type === "ranUnasked" && typeof record.itemId === "string" && typeof record.rule === "string"
            ? [[record.itemId, record.rule]]
            : [],
        ),
      );
    },
  };
}

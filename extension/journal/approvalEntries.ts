// What threads tell of an approval, as the journal keeps it.

import { questionOf } from "../shared/approvals/words.ts";
import type { ApprovalRecord } from "../threads/pendingRequests.ts";
import type { JournalEntry } from "./records.ts";

export function entryOf(record: ApprovalRecord): JournalEntry {
  const { key, threadId } = record;
  switch (record.type) {
    case "approvalShown": {
      const { ask, choices } = record.approval;
      const { generation } = record;
      const question = questionOf(ask);
      return {
        type: "approvalShown",
        threadId,
        key,
        generation,
        kind: ask.kind,
        question,
        shown: ask,
        choices,
      };
    }
    case "approvalAnswered": {
      const { choice, told } = record;
      return { type: "approvalAnswered", threadId, key, choice, told, by: "person" };
    }
    case "approvalVoid":
      return { type: "approvalVoid", threadId, key, because: record.because };
  }
}

/** A decision has to be on the disk before its reply goes out; the rest may follow a moment later. */
export function isDurable(record: ApprovalRecord): boolean {
  return record.type === "approvalAnswered";
}

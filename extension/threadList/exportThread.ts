// A whole thread as text, read from the server page by page and handed on as it comes, so that its length costs no
// memory. JSON lines are the server's own items; Markdown is for people. It writes no file itself.

import { ServerRefused } from "../codex/errors.ts";
import type { Thread, v2 } from "../shared/protocol.ts";
import type { Calls } from "../codex/server.ts";
import { markdownHead, markdownItem, markdownTurn } from "./markdownExport.ts";
import { titleOf } from "./threadEntry.ts";

export type ExportFormat = "markdown" | "jsonl";

/** An item with the turn that it belongs to, oldest first. */
type Entry = Pick<v2.ThreadItemEntry, "turnId" | "item">;

const itemsAtOnce = 100;
const turnsAtOnce = 20;

/** The thread in pieces of whole lines, oldest first. Rejects as the calls do. */
export async function* exportThread(
  calls: Calls,
  threadId: string,
  format: ExportFormat,
): AsyncGenerator<string> {
  const { thread } = await calls.call("thread/read", { threadId, includeTurns: false });
  yield format === "jsonl" ? line({ type: "thread", thread }) : markdownHead(thread);
  let turnId: string | undefined;
  for await (const page of pagesOf(calls, threadId)) {
    let piece = "";
    for (const entry of page) {
      if (format === "jsonl") {
        piece += line(entry);
        continue;
      }
      if (entry.turnId !== turnId) piece += markdownTurn(turnId === undefined);
      turnId = entry.turnId;
      piece += markdownItem(entry.item);
    }
    yield piece;
  }
}

/** A name for the file: of the title, with nothing that a file system, a shell or a spreadsheet reads as a sign. */
export function exportFileName(
  { threadId, title }: { threadId: string; title: string },
  format: ExportFormat,
): string {
  const words = title.match(/[\p{L}\p{N}]+/gu) ?? [];
  const name = words.join("-").slice(0, 60).replace(/-$/, "").toLowerCase();
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)$/.test(name);
  const stem = name === "" || isReserved ? `thread-${threadId.slice(0, 8)}` : name;
  return `${stem}.${format === "jsonl" ? "jsonl" : "md"}`;
}

export function exportTitle(thread: Thread): string {
  return titleOf(thread.name, thread.preview);
}

async function* pagesOf(calls: Calls, threadId: string): AsyncGenerator<readonly Entry[]> {
  try {
    yield* itemPages(calls, threadId);
  } catch (error) {
    // Threads of an old form give no single items (facts §8); the error comes with the first page.
    if (!(error instanceof ServerRefused) || !/legacy|paginated|not supported/i.test(error.serverMessage))
      throw error;
    yield* turnPages(calls, threadId);
  }
}

async function* itemPages(calls: Calls, threadId: string): AsyncGenerator<readonly Entry[]> {
  for (let cursor: string | null = null; ;) {
    const answer: v2.ThreadItemsListResponse = await calls.call("thread/items/list", {
      threadId,
      limit: itemsAtOnce,
      ...(cursor === null ? {} : { cursor }),
    });
    yield answer.data;
    if (answer.nextCursor === null || answer.nextCursor === cursor) return;
    cursor = answer.nextCursor;
  }
}

async function* turnPages(calls: Calls, threadId: string): AsyncGenerator<readonly Entry[]> {
  for (let cursor: string | null = null; ;) {
    const answer: v2.ThreadTurnsListResponse = await calls.call("thread/turns/list", {
      threadId,
      limit: turnsAtOnce,
      sortDirection: "asc",
      itemsView: "full",
      ...(cursor === null ? {} : { cursor }),
    });
    yield answer.data.flatMap(({ id: turnId, items }) => items.map((item) => ({ turnId, item })));
    if (answer.nextCursor === null || answer.nextCursor === cursor) return;
    cursor = answer.nextCursor;
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

// One thread as a list shows it: what it is called, where it works, what it waits for. Made from what the server
// says; it makes no calls and escapes nothing, for each surface has its own markup.

import type { Thread, ThreadStatus, v2 } from "../shared/protocol.ts";

export interface ThreadEntry {
  readonly threadId: string;
  /** The name, else the first line of the first prompt, else "(no prompt yet)". Outside text. */
  readonly title: string;
  /** The person's own name for it; null when it has none. Outside text. */
  readonly name: string | null;
  /** Absolute; the server tells the real path. Outside text. */
  readonly cwd: string;
  /** When something last happened in it, Unix milliseconds. */
  readonly recencyAtMs: number;
  readonly createdAtMs: number;
  readonly status: ThreadStatus;
  readonly isUnread: boolean;
  readonly isArchived: boolean;
  readonly sectionId: string | null;
  readonly isFork: boolean;
  /** Another process refused us this thread since the list was last read. */
  readonly isHeldElsewhere: boolean;
}

/** What an entry shows beside its title; the first that fits, in this order. */
export type Mark = "waiting" | "running" | "failed" | "held" | "unread" | "archived" | "none";

export function markOf(entry: ThreadEntry, waiting: ReadonlySet<string>): Mark {
  const { status } = entry;
  if (waiting.has(entry.threadId)) return "waiting";
  if (status.type === "active") return status.activeFlags.length > 0 ? "waiting" : "running";
  if (status.type === "systemError") return "failed";
  if (entry.isHeldElsewhere) return "held";
  if (entry.isUnread) return "unread";
  return entry.isArchived ? "archived" : "none";
}

const longestTitle = 120;

export function titleOf(name: string | null, preview: string): string {
  const lines = `${name ?? ""}\n${preview}`.split("\n").map((line) => line.trim());
  const points = Array.from(lines.find((line) => line !== "") ?? "(no prompt yet)");
  return points.length > longestTitle ? `${points.slice(0, longestTitle).join("")}…` : points.join("");
}

/** Threads of sub-agents, attached ones and those that are kept nowhere are none that a person opens. */
export function isListed(thread: Thread): boolean {
  const isAgent = typeof thread.source === "object" && "subAgent" in thread.source;
  return (
    !isAgent && !thread.ephemeral && thread.parentThreadId === null && thread.attachedToThreadId === null
  );
}

export function isUnread(readState: v2.ThreadReadState | null): boolean {
  return readState !== null && readState.firstUnread !== null;
}

/** Newest first; the id decides between equals, so that the order never depends on names or on arrival. */
export function byRecency(a: ThreadEntry, b: ThreadEntry): number {
  return b.recencyAtMs - a.recencyAtMs || (a.threadId < b.threadId ? 1 : -1);
}

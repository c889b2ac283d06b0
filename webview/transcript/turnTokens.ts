// How many tokens each turn used, as far as this page heard it: the server tells totals of the thread, so a turn
// that began before the page listened is counted from its first telling on. Pure.

import type { PageEvent } from "../../extension/shared/events.ts";

export interface TurnTokens {
  readonly threadId: string;
  /** By turn id. */
  readonly used: ReadonlyMap<string, number>;
  /** What the thread had used before the turn, by turn id. */
  readonly before: ReadonlyMap<string, number>;
}

export function noTokens(threadId: string): TurnTokens {
  return { threadId, used: new Map(), before: new Map() };
}

/** The counts after these events; the same object when none of them tells any. */
export function countTokens(counts: TurnTokens, events: readonly PageEvent[]): TurnTokens {
  let { used, before } = counts;
  for (const event of events) {
    if (event.method !== "thread/tokenUsage/updated" || event.params.threadId !== counts.threadId) continue;
    const { turnId, tokenUsage } = event.params;
    const { total, last } = tokenUsage;
    const start = before.get(turnId) ?? total.totalTokens - last.totalTokens;
    before = new Map([...before, [turnId, start]]);
    used = new Map([...used, [turnId, total.totalTokens - start]]);
  }
  return used === counts.used ? counts : { ...counts, used, before };
}

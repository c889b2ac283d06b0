// How much of the account's usage limits is used, as far as the server told it. Updates are sparse: what one does
// not say is still as it was (the generated type says so). Pure; percentages and times are the provider's.

import type { v2 } from "./protocol.ts";

export interface LimitWindow {
  readonly usedPercent: number;
  readonly windowMinutes: number | null;
  /** Unix milliseconds. */
  readonly resetsAtMs: number | null;
}

/** One metered limit with its windows, such as five hours and a week. */
export interface RateLimit {
  readonly limitId: string;
  /** The provider's name of it; outside text. */
  readonly name: string | null;
  readonly primary: LimitWindow | null;
  readonly secondary: LimitWindow | null;
  readonly credits: v2.CreditsSnapshot | null;
  readonly planType: string | null;
  readonly reached: v2.RateLimitReachedType | null;
}

/** From this percentage on a person is warned. */
export const nearlyUsedPercent = 80;

/** The limits with the update merged in; the same list when it says nothing new. */
export function mergeLimits(known: readonly RateLimit[], update: v2.RateLimitSnapshot): readonly RateLimit[] {
  const limitId = update.limitId ?? known[0]?.limitId ?? "";
  const before = known.find((limit) => limit.limitId === limitId);
  const after: RateLimit = {
    limitId,
    name: update.limitName ?? before?.name ?? null,
    primary: mergeWindow(before?.primary, update.primary),
    secondary: mergeWindow(before?.secondary, update.secondary),
    credits: update.credits ?? before?.credits ?? null,
    planType: update.planType ?? before?.planType ?? null,
    // A window that is told anew and not full says that the limit is no longer reached.
    reached: update.rateLimitReachedType ?? (update.primary === null ? (before?.reached ?? null) : null),
  };
  const isEmpty = after.primary === null && after.secondary === null && after.credits === null;
  if (before ? JSON.stringify(before) === JSON.stringify(after) : isEmpty) return known;
  return before ? known.map((limit) => (limit === before ? after : limit)) : [...known, after];
}

function mergeWindow(
  before: LimitWindow | null | undefined,
  update: v2.RateLimitWindow | null,
): LimitWindow | null {
  if (update === null) return before ?? null;
  return {
    usedPercent: update.usedPercent,
    windowMinutes: update.windowDurationMins ?? before?.windowMinutes ?? null,
    resetsAtMs: update.resetsAt === null ? (before?.resetsAtMs ?? null) : update.resetsAt * 1000,
  };
}

export interface WindowInUse extends LimitWindow {
  readonly limit: RateLimit;
}

/** All windows that have not begun anew since, the fullest first. */
export function windowsInUse(limits: readonly RateLimit[], nowMs: number): WindowInUse[] {
  return limits
    .flatMap((limit) =>
      [limit.primary, limit.secondary].flatMap((window) => (window ? [{ ...window, limit }] : [])),
    )
    .filter(({ resetsAtMs }) => resetsAtMs === null || resetsAtMs > nowMs)
    .toSorted((a, b) => b.usedPercent - a.usedPercent);
}

/** When the limit that is used up begins anew, in Unix milliseconds; null when none is, or nobody knows. */
export function usedUpUntil(limits: readonly RateLimit[], nowMs: number): number | null {
  const full = windowsInUse(limits, nowMs).filter(({ usedPercent }) => usedPercent >= 100);
  const times = full.flatMap(({ resetsAtMs }) => resetsAtMs ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

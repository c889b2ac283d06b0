// The account's usage limits in words: how much is used, until when. Pure; the clock is the caller's.

import {
  nearlyUsedPercent,
  usedUpUntil,
  windowsInUse,
  type LimitWindow,
  type RateLimit,
  type WindowInUse,
} from "../../extension/shared/rateLimits.ts";
import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import { dayAndTime } from "../ui/words.ts";

export interface LimitUse {
  readonly percent: number;
  readonly isNearlyUsed: boolean;
  /** Which limit it is: `5-hour`; "" when nobody knows. */
  readonly label: string;
  /** A line for each window, and one for the credits. */
  readonly lines: readonly string[];
}

/** The fullest window, and all of them in words; null when none is known. */
export function limitUse(limits: readonly RateLimit[], nowMs: number): LimitUse | null {
  const windows = windowsInUse(limits, nowMs);
  const [fullest] = windows;
  if (fullest === undefined) return null;
  const percent = Math.min(100, Math.max(0, Math.round(fullest.usedPercent)));
  const credits = limits.flatMap((limit) => creditWords(limit) ?? []);
  return {
    percent,
    isNearlyUsed: percent >= nearlyUsedPercent,
    label: lengthWords(fullest.windowMinutes),
    lines: [...windows.map((window) => windowWords(window, nowMs)), ...credits],
  };
}

function windowWords({ limit, ...window }: WindowInUse, nowMs: number): string {
  const name = limit.name === null ? "" : ` of ${neutraliseToText(limit.name, "code")}`;
  const length = lengthWords(window.windowMinutes);
  const used = `${Math.round(window.usedPercent)}% of the ${length === "" ? "usage" : length} limit${name} used`;
  return `${used}${resetWords(window, nowMs)}`;
}

function resetWords({ resetsAtMs }: LimitWindow, nowMs: number): string {
  return resetsAtMs === null ? "" : `, resets ${dayAndTime(resetsAtMs, nowMs)}`;
}

function creditWords({ credits }: RateLimit): string | null {
  if (credits === null || !credits.hasCredits) return null;
  if (credits.unlimited) return "Unlimited credits";
  return credits.balance === null ? null : `Credits left: ${neutraliseToText(credits.balance, "code")}`;
}

/** `5-hour`, `weekly`, `3-day`; "" when nobody knows. */
function lengthWords(minutes: number | null): string {
  if (minutes === null || minutes <= 0) return "";
  if (minutes % 10_080 === 0) return minutes === 10_080 ? "weekly" : `${minutes / 10_080}-week`;
  if (minutes % 1_440 === 0) return minutes === 1_440 ? "daily" : `${minutes / 1_440}-day`;
  return minutes % 60 === 0 ? `${minutes / 60}-hour` : `${minutes}-minute`;
}

/** When what is used up resets, as it goes on after "until it resets"; "" when nobody knows. */
export function resetsWhen(limits: readonly RateLimit[], nowMs: number): string {
  const atMs = usedUpUntil(limits, nowMs);
  return atMs === null ? "" : ` ${dayAndTime(atMs, nowMs)}`;
}

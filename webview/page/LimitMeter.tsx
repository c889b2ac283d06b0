// How much of the account's usage limits is used: the fullest of them as a small bar, all of them in its title.
// From 80 % on it says so in words, and stands also where there is little room.

import { useEffect, useState, type ReactElement } from "react";
import type { RateLimit } from "../../extension/shared/rateLimits.ts";
import { Icon } from "../ui/Icon.tsx";
import { limitUse } from "./limitWords.ts";

export function LimitMeter({ limits }: { readonly limits: readonly RateLimit[] }): ReactElement | null {
  const use = limitUse(limits, useNextReset(limits));
  if (!use) return null;
  const { percent, isNearlyUsed, label, lines } = use;
  return (
    <span className={`meter limit-meter${isNearlyUsed ? " is-high" : ""}`} title={lines.join("\n")}>
      {isNearlyUsed ? (
        <Icon name="warning" tone="attention" />
      ) : (
        <span className="meter-bar" aria-hidden="true">
          <span style={{ width: `${percent}%` }} />
        </span>
      )}
      {percent}% <span className="meter-length">{label === "" ? "" : `of ${label}`}</span> limit
      <span className="sr-only">. {lines.join(". ")}</span>
    </span>
  );
}

/** Browsers take no longer waits; after one of this length it is looked at anew. */
const longestWaitMs = 2 ** 31 - 1;

/** The time now, anew when the next window resets: what it said of itself is over then. */
function useNextReset(limits: readonly RateLimit[]): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const times = limits.flatMap(({ primary, secondary }) => [primary?.resetsAtMs, secondary?.resetsAtMs]);
    const next = Math.min(...times.filter((time) => typeof time === "number" && time > nowMs).map(Number));
    if (next === Infinity) return undefined;
    const timer = setTimeout(
      () => setNowMs(Date.now()),
      Math.min(longestWaitMs, Math.max(0, next - Date.now()) + 1),
    );
    return () => clearTimeout(timer);
  }, [limits, nowMs]);
  return nowMs;
}

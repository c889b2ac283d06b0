// How long ago something was, as short as a list needs it and as long as a screen reader wants it. Pure.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `now`, `5m`, `3h`, `2d`, then the day, with the year when it is another one. */
export function shortAgo(atMs: number, nowMs: number): string {
  const past = nowMs - atMs;
  if (past < minute) return "now";
  if (past < hour) return `${Math.floor(past / minute)}m`;
  if (past < day) return `${Math.floor(past / hour)}h`;
  if (past < 7 * day) return `${Math.floor(past / day)}d`;
  return dayOf(atMs, nowMs);
}

/** The same in words. */
export function longAgo(atMs: number, nowMs: number): string {
  const past = nowMs - atMs;
  if (past < minute) return "just now";
  if (past < hour) return counted(Math.floor(past / minute), "minute");
  if (past < day) return counted(Math.floor(past / hour), "hour");
  if (past < 7 * day) return counted(Math.floor(past / day), "day");
  return `on ${dayOf(atMs, nowMs)}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

function dayOf(atMs: number, nowMs: number): string {
  const date = new Date(atMs);
  const isThisYear = date.getFullYear() === new Date(nowMs).getFullYear();
  const year = isThisYear ? {} : { year: "numeric" as const };
  return date.toLocaleDateString("en", { month: "short", day: "numeric", ...year });
}

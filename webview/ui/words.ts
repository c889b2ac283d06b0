// Times, counts and names in the words of the page. Pure: the clock is the caller's.

export { countOf } from "../../extension/shared/counts.ts";

/** A duration: `0.4 s`, `9.8 s`, `42 s`, `3 min 5 s`, `2 h 4 min`. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return withRest(minutes, "min", Math.round(seconds) % 60, "s");
  return withRest(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function withRest(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;
}

/** A running clock: `0:04`, `12:30`, `1:02:03`. */
export function clockWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${pad(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(seconds % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** The time of day of a Unix time in milliseconds, as the person's language writes it; "" for 0, "unknown". */
export function timeOfDay(atMs: number): string {
  if (atMs === 0) return "";
  return new Date(atMs).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

/** When something will be, as it goes on after "resets": `at 14:05`, `on Fri at 09:00`, `on 3 May at 09:00`. */
export function dayAndTime(atMs: number, nowMs: number): string {
  const date = new Date(atMs);
  const time = `at ${timeOfDay(atMs)}`;
  if (date.toDateString() === new Date(nowMs).toDateString()) return time;
  const isThisWeek = atMs > nowMs && atMs - nowMs < 6 * 24 * 3_600_000;
  const day = date.toLocaleDateString(
    [],
    isThisWeek ? { weekday: "short" } : { day: "numeric", month: "short" },
  );
  return `on ${day} ${time}`;
}

/** A path as the thread sees it: relative to its folder when it lies there. Both kinds of slash. */
export function pathWithin(cwd: string, path: string): string {
  const base = cwd.replace(/[\\/]+$/, "");
  if (base === "" || !path.startsWith(base)) return path;
  const rest = path.slice(base.length);
  return /^[\\/]./.test(rest) ? rest.slice(1) : path;
}

/** The last part of a path; the path itself when it has none. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? path;
}

/** One line out of many, shortened at its end with an ellipsis. Unusual blanks stay: they are shown as tokens. */
export function oneLine(text: string, longest = 200): string {
  const flat = text
    .slice(0, longest * 4)
    .replace(/[ \t\r\n]+/g, " ")
    .trim();
  return flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat;
}

// Puts what the server tells of itself (warnings, status, MCP servers that start) right behind the reply of the
// call that caused it. These lines race with the lines of a thread and touch none, so that only their place
// would differ from one recording to the next. The lines of threads stay where they were.

import type { FixtureEntry } from "./fixture.ts";

/** Notifications that race, by the call that causes them, in the order in which they are written. */
const causes: readonly (readonly [call: string, notifications: readonly string[]])[] = [
  ["initialize", ["configWarning", "remoteControl/status/changed"]],
  ["thread/start", ["thread/started", "mcpServer/startupStatus/updated"]],
  ["thread/resume", ["thread/started", "mcpServer/startupStatus/updated"]],
];

/** The entries of one story in an order that does not depend on the moment. */
export function inOrder(entries: readonly FixtureEntry[]): FixtureEntry[] {
  const lives: FixtureEntry[][] = [[]];
  for (const entry of entries) {
    lives.at(-1)?.push(entry);
    if ("gone" in entry) lives.push([]);
  }
  return lives.flatMap(orderOfLife);
}

/** The same for the entries of one server. */
function orderOfLife(life: readonly FixtureEntry[]): FixtureEntry[] {
  let entries = [...life];
  for (const [call, notifications] of causes) {
    const reply = indexOfReply(entries, call);
    if (reply < 0) continue;
    const racing = notifications.flatMap((method) => entries.filter((entry) => tells(entry, method)));
    const others = (from: number, to?: number) =>
      entries.slice(from, to).filter((entry) => !racing.includes(entry));
    entries = [...others(0, reply + 1), ...racing, ...others(reply + 1)];
  }
  return entries;
}

function indexOfReply(entries: readonly FixtureEntry[], method: string): number {
  const call = entries.find((entry) => "dir" in entry && entry.dir === "out" && entry.line.method === method);
  if (call === undefined || !("dir" in call)) return -1;
  return entries.findIndex(
    (entry) =>
      "dir" in entry &&
      entry.dir === "in" &&
      entry.line.id === call.line.id &&
      entry.line.method === undefined,
  );
}

function tells(entry: FixtureEntry, method: string): boolean {
  return "dir" in entry && entry.dir === "in" && entry.line.id === undefined && entry.line.method === method;
}

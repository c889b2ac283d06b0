// Puts what the server tells of itself (warnings, status, MCP servers that start) right behind the reply of the
// call that caused it. These lines race with the lines of a thread and touch none, so that only their place
// would differ from one recording to the next. The lines of the story's thread stay where they were; those of
// another agent's thread, which runs beside it, stand together where the story first names it.

import type { FixtureEntry } from "./fixture.ts";

/** Notifications that race, by the call that causes them, in the order in which they are written. */
const causes: readonly (readonly [call: string, notifications: readonly string[]])[] = [
  ["initialize", ["configWarning", "remoteControl/status/changed"]],
  ["thread/start", ["thread/started", "mcpServer/startupStatus/updated", "warning"]],
  ["thread/resume", ["thread/started", "mcpServer/startupStatus/updated"]],
  ["turn/start", ["thread/settings/updated"]],
];

const queueList = "thread/queue/list";

/** Calls that follow at once upon the answer of another: what the server tells meanwhile may come between them. */
const sequels: readonly (readonly [call: string, sequel: string])[] = [
  ["thread/start", "turn/start"],
  ["thread/resume", "turn/start"],
  ["turn/interrupt", "thread/backgroundTerminals/clean"],
];

/** The entries of one story in an order that does not depend on the moment. */
export function inOrder(entries: readonly FixtureEntry[]): FixtureEntry[] {
  const lives: FixtureEntry[][] = [[]];
  for (const entry of entries) {
    lives.at(-1)?.push(entry);
    if ("gone" in entry) lives.push([]);
  }
  return otherThreads(entries).reduce(gathered, lives.flatMap(orderOfLife).reduce(besideCause, []));
}

/** The same for the entries of one server. */
function orderOfLife(life: readonly FixtureEntry[]): FixtureEntry[] {
  let entries = [...life];
  for (const [call, notifications] of causes) {
    const reply = indexOfReply(entries, call);
    if (reply < 0) continue;
    const begins = entries.findIndex((entry) => tells(entry, "turn/started"));
    const racing = notifications.flatMap((method) =>
      // Warnings are told of turns too; those before the first are about how the thread is set up.
      entries.filter((entry, index) => tells(entry, method) && (method !== "warning" || index < begins)),
    );
    const others = (from: number, to?: number) =>
      entries.slice(from, to).filter((entry) => !racing.includes(entry));
    entries = [...others(0, reply + 1), ...racing, ...others(reply + 1)];
  }
  for (const [call, sequel] of sequels) entries = sequelBehind(entries, call, sequel);
  return entries;
}

/** The sequel, if it is the next call of ours, directly behind the answer and what races with that. */
function sequelBehind(entries: FixtureEntry[], call: string, sequel: string): FixtureEntry[] {
  let place = indexOfReply(entries, call) + 1;
  if (place === 0) return entries;
  const racing = causes.find(([cause]) => cause === call)?.[1] ?? [];
  while (racing.some((method) => tells(entries[place], method))) place++;
  const next = entries.findIndex((entry, index) => index >= place && isCallOf(entry));
  const entry = entries[next];
  if (entry === undefined || !isCallOf(entry, sequel)) return entries;
  return entries.toSpliced(next, 1).toSpliced(place, 0, entry);
}

function isCallOf(entry: FixtureEntry, method?: string): boolean {
  if (!("dir" in entry) || entry.dir !== "out" || entry.line.method === undefined) return false;
  return method === undefined || entry.line.method === method;
}

/**
 * A reading of the server's queue is begun by a notification and answered while the thread goes on: call and answer
 * are put behind the first notification that has none.
 */
function besideCause(done: FixtureEntry[], entry: FixtureEntry): FixtureEntry[] {
  const isAnswer =
    "dir" in entry &&
    entry.dir === "in" &&
    done.some((other) => isCallOf(other, queueList) && isPair(other, entry));
  if (!isCallOf(entry, queueList) && !isAnswer) return [...done, entry];
  const cause = done.findIndex(
    (other, index) => tells(other, "thread/queue/changed") && !isCallOf(done[index + 1] ?? other, queueList),
  );
  const place = isAnswer
    ? done.findIndex((other) => isCallOf(other, queueList) && isPair(other, entry))
    : cause;
  return done.toSpliced(place + 1, 0, entry);
}

function isPair(call: FixtureEntry, answer: FixtureEntry): boolean {
  if (!("dir" in call) || !("dir" in answer)) return false;
  return answer.line.method === undefined && call.line.id === answer.line.id;
}

/** The threads that tell of themselves though no call of ours started them. */
function otherThreads(entries: readonly FixtureEntry[]): string[] {
  const own = new Set(
    entries.flatMap((entry) => {
      const thread =
        "dir" in entry ? (entry.line.result as { thread?: { id: string } } | undefined)?.thread : undefined;
      return thread === undefined ? [] : [thread.id];
    }),
  );
  const told = entries.flatMap((entry) => threadOf(entry) ?? []);
  return [...new Set(told)].filter((threadId) => !own.has(threadId));
}

/** The lines of that thread, together behind the first line of another one that names it. */
function gathered(entries: readonly FixtureEntry[], threadId: string): FixtureEntry[] {
  const its = entries.filter((entry) => threadOf(entry) === threadId);
  const others = entries.filter((entry) => threadOf(entry) !== threadId);
  const named = others.findIndex((entry) => JSON.stringify(entry).includes(threadId)) + 1;
  return [...others.slice(0, named), ...its, ...others.slice(named)];
}

function threadOf(entry: FixtureEntry): string | undefined {
  if (!("dir" in entry) || entry.dir === "out") return undefined;
  return (entry.line.params as { threadId?: string } | undefined)?.threadId;
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

function tells(entry: FixtureEntry | undefined, method: string): boolean {
  return (
    entry !== undefined &&
    "dir" in entry &&
    entry.dir === "in" &&
    entry.line.id === undefined &&
    entry.line.method === method
  );
}

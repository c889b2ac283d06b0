// Takes out of a recording what depends on the moment alone: our probes of a silent server, output at the start and
// the end of commands, which the server tells or leaves to the completed item, and the costs of a stopped turn. Works
// on the times as they were, so before they are made stable. The order of lines is order.ts's.

import type { ServerNotification } from "../../extension/shared/protocol.ts";
import { type FixtureEntry, isNotification, type WireLine } from "./fixture.ts";

/** Output this near to its command's start or end may be told, or left to the completed item. */
const passingMs = 250;
const probe = "thread/loaded/list";

export function storyOf(entries: readonly FixtureEntry[]): FixtureEntry[] {
  return renumbered(withoutLateCosts(withoutPassingOutput(withoutProbes(entries))));
}

function withoutProbes(entries: readonly FixtureEntry[]): FixtureEntry[] {
  const probes = new Set<WireLine["id"]>();
  return entries.filter((entry) => {
    if ("gone" in entry) probes.clear();
    if (!("dir" in entry)) return true;
    const { id, method } = entry.line;
    if (entry.dir === "out" && method === probe) probes.add(id);
    return (
      id === undefined || !probes.has(id) || (entry.dir === "in" ? method !== undefined : method !== probe)
    );
  });
}

function withoutPassingOutput(entries: readonly FixtureEntry[]): FixtureEntry[] {
  const spans = new Map<string, number[]>();
  const notifications = entries.flatMap((entry) =>
    "dir" in entry && entry.dir === "in" && isNotification(entry.line) ? [entry.line] : [],
  );
  for (const line of notifications) {
    if (line.method === "item/started") spans.set(line.params.item.id, [line.params.startedAtMs]);
    if (line.method === "item/completed") spans.get(line.params.item.id)?.push(line.params.completedAtMs);
  }
  return entries.filter(
    (entry) => !("dir" in entry) || !isNotification(entry.line) || !isPassing(entry.line, spans),
  );
}

/** `spans`: when each item began, and ended. */
function isPassing(line: ServerNotification, spans: ReadonlyMap<string, readonly number[]>): boolean {
  if (line.method !== "item/commandExecution/outputDelta") return false;
  const { emittedAtMs } = line as { emittedAtMs?: unknown };
  if (typeof emittedAtMs !== "number") return false;
  return (spans.get(line.params.itemId) ?? []).some((atMs) => Math.abs(emittedAtMs - atMs) < passingMs);
}

const costs: readonly (string | undefined)[] = ["thread/tokenUsage/updated", "account/rateLimits/updated"];

/** What the last response of a stopped turn cost is told before the turn's end or not at all. */
function withoutLateCosts(entries: readonly FixtureEntry[]): FixtureEntry[] {
  const late = new Set<FixtureEntry>();
  let since: FixtureEntry[] = [];
  for (const entry of entries) {
    if (!("dir" in entry)) continue;
    const { line } = entry;
    if (costs.includes(line.method)) since.push(entry);
    else if (endsStopped(line)) for (const cost of since) late.add(cost);
    else if (line.method?.startsWith("item/") || line.method === "turn/completed") since = [];
  }
  return entries.filter((entry) => !late.has(entry));
}

function endsStopped(line: WireLine): boolean {
  return (
    isNotification(line) && line.method === "turn/completed" && line.params.turn.status === "interrupted"
  );
}

/** Our calls under consecutive ids for each server, as if none had been taken out. */
function renumbered(entries: readonly FixtureEntry[]): FixtureEntry[] {
  let ids = new Map<WireLine["id"], number>();
  return entries.map((entry) => {
    if ("gone" in entry) ids = new Map();
    if (!("dir" in entry) || entry.line.id === undefined) return entry;
    const { dir, line } = entry;
    const isCall = dir === "out" && line.method !== undefined;
    const isAnswer = dir === "in" && line.method === undefined;
    if (!isCall && !isAnswer) return entry;
    if (isCall) ids.set(line.id, ids.size + 1);
    const id = ids.get(line.id);
    return id === undefined ? entry : { dir, line: { ...line, id } };
  });
}

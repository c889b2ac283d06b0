// Which entries of a turn stand for themselves and which fold into one line, by density. Pure. What was changed,
// what failed, what was decided and the final answer are never folded; nothing is left out, and the order stays.

import { isQuietHook } from "../../extension/shared/guardWords.ts";
import type { CommandAction, ItemOf, ThreadItem } from "../../extension/shared/protocol.ts";
import type { Entry, ItemEntry } from "../../extension/shared/threadState.ts";
import { countOf } from "../ui/words.ts";
import type { Density } from "./density.ts";
import { capitalised, lookWords, onlyLooks } from "./explored.ts";

/** `key` is unique in the thread and stays while the group grows at its end. */
export type Group =
  | { readonly kind: "entry"; readonly key: string; readonly entry: Entry }
  | {
      readonly kind: "folded";
      readonly key: string;
      readonly entries: readonly Entry[];
      /** What was done in these entries. Holds outside text. */
      readonly words: string;
    };

/** The entries of one turn in groups. `isTurnOver`: it runs no more, so its last message is its answer. */
export function groupEntries(
  entries: readonly Entry[],
  density: Density,
  isTurnOver: boolean,
): readonly Group[] {
  if (density !== "compact") return entries.map(alone);
  const lastMessage = entries.findLast(isMessage);
  const groups: Group[] = [];
  let run: Entry[] = [];
  const endRun = (): void => {
    groups.push(...(run.length > 1 ? [folded(run)] : run.map(alone)));
    run = [];
  };
  for (const entry of entries) {
    if (entry !== lastMessage && folds(entry, isTurnOver)) {
      run.push(entry);
      continue;
    }
    endRun();
    groups.push(alone(entry));
  }
  endRun();
  return groups;
}

function alone(entry: Entry): Group {
  return { kind: "entry", key: keyOf(entry), entry };
}

function folded(run: readonly Entry[]): Group {
  const [first] = run;
  return {
    kind: "folded",
    key: `group ${first === undefined ? "" : keyOf(first)}`,
    entries: run,
    words: groupWords(run),
  };
}

function keyOf(entry: Entry): string {
  return entry.kind === "item" ? entry.item.id : entry.id;
}

function isMessage(entry: Entry): boolean {
  return entry.kind === "item" && entry.item.type === "agentMessage";
}

function folds(entry: Entry, isTurnOver: boolean): boolean {
  return entry.kind === "item"
    ? itemFolds(entry, isTurnOver)
    : entry.note.type === "hook" && isQuietHook(entry.note);
}

function itemFolds({ item, phase }: ItemEntry, isTurnOver: boolean): boolean {
  if (phase !== "completed") return false;
  if (item.type === "commandExecution")
    return succeeded(item) && (isTurnOver || onlyLooks(item.commandActions));
  if (!isTurnOver) return false;
  switch (item.type) {
    case "agentMessage":
      return item.phase === "commentary" && (item.questions ?? []).length === 0;
    case "reasoning":
    case "webSearch":
    case "imageView":
    case "sleep":
      return true;
    default:
      return false;
  }
}

function succeeded(item: ItemOf<"commandExecution">): boolean {
  return item.status === "completed" && (item.exitCode ?? 0) === 0 && item.source !== "userShell";
}

/** `Read checkout.ts, orders.ts · ran 2 commands`. */
export function groupWords(entries: readonly Entry[]): string {
  const items = entries.flatMap((entry) => (entry.kind === "item" ? [entry.item] : []));
  const looks: Exclude<CommandAction, { type: "unknown" }>[] = [];
  let commands = 0;
  for (const item of items) {
    if (item.type !== "commandExecution") continue;
    if (onlyLooks(item.commandActions)) looks.push(...item.commandActions);
    else commands++;
  }
  const parts = lookWords(looks);
  if (commands > 0) parts.push(`ran ${countOf(commands, "command")}`);
  const searches = countType(items, "webSearch");
  if (searches > 0) parts.push(searches === 1 ? "searched the web" : `searched the web ${searches} times`);
  const pictures = countType(items, "imageView");
  if (pictures > 0) parts.push(`looked at ${countOf(pictures, "picture")}`);
  const remarks = countType(items, "agentMessage");
  if (remarks > 0) parts.push(countOf(remarks, "remark"));
  const hooks = entries.length - items.length;
  if (hooks > 0) parts.push(`ran ${countOf(hooks, "hook")}`);
  if (parts.length === 0) parts.push(countType(items, "reasoning") > 0 ? "thought" : "waited");
  return capitalised(parts.join(" · "));
}

function countType(items: readonly ThreadItem[], type: ThreadItem["type"]): number {
  return items.filter((item) => item.type === type).length;
}

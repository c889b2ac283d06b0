// What commands only looked at, in words: files read, texts searched, folders listed. Pure. Names and queries
// are outside text: whoever shows the words neutralises them.

import type { CommandAction } from "../../extension/shared/protocol.ts";
import { oneLine } from "../ui/words.ts";

type Look = Exclude<CommandAction, { type: "unknown" }>;

/** True when the server understood every part of a command as reading, searching or listing. */
export function onlyLooks(actions: readonly CommandAction[]): actions is readonly Look[] {
  return actions.length > 0 && actions.every((action) => action.type !== "unknown");
}

const mostNames = 4;

/** `read a.ts, b.ts`, `searched “x”`, `listed src`: each kind once, in the order of its first use. */
export function lookWords(actions: readonly Look[], tense: Tense = "done"): string[] {
  const byKind = new Map<Look["type"], Set<string>>();
  for (const action of actions) {
    const names = byKind.get(action.type) ?? new Set();
    byKind.set(action.type, names.add(nameOf(action)));
  }
  return [...byKind].map(([kind, names]) => phraseOf(verbs[tense][kind], [...names].filter(Boolean), kind));
}

function nameOf(action: Look): string {
  switch (action.type) {
    case "read":
      return oneLine(action.name, 80);
    case "search":
      return action.query === null ? "" : `“${oneLine(action.query, 80)}”`;
    case "listFiles":
      return action.path === null ? "" : oneLine(action.path, 80);
  }
}

type Tense = "done" | "running";
const verbs: Record<Tense, Record<Look["type"], string>> = {
  done: { read: "read", search: "searched", listFiles: "listed" },
  running: { read: "reading", search: "searching", listFiles: "listing" },
};

function phraseOf(verb: string, names: readonly string[], kind: Look["type"]): string {
  if (names.length === 0) return kind === "search" ? verb : `${verb} files`;
  const shown = names.slice(0, mostNames).join(", ");
  const rest = names.length - mostNames;
  return `${verb} ${shown}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** The first letter large: `read a.ts` as `Read a.ts`. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// What a review pane is called: the turn by its number and prompt, or the thread by its title. Pure.
// Always: for a tab it is one short line in which nothing hides; for the page it is outside text, neutralised there.

import type { ChangeScope } from "../shared/changedFiles.ts";
import type { ThreadState, TurnState } from "../shared/threadState.ts";
import { oneLineLabel } from "./escapeLabel.ts";

/** Longer ones push other tabs away. */
const longestTab = 40;
const longestPrompt = 120;

/** `listed`: the thread's title in the list; "" when it is not known. Outside text comes out of it. */
export function reviewTitle(scope: ChangeScope, thread: ThreadState | undefined, listed: string): string {
  if (scope.turnId === null) return listed === "" ? "All changes of the thread" : `All changes — ${listed}`;
  const turns = thread?.turns ?? [];
  const index = turns.findIndex(({ turnId }) => turnId === scope.turnId);
  const turn = turns[index];
  if (!turn) return listed === "" ? "Changes of one turn" : `Changes of one turn — ${listed}`;
  const prompt = promptOf(turn);
  // Only the last turns may be loaded: then their numbers are not known.
  const name = thread?.olderCursor === null ? `Turn ${index + 1}` : "Turn";
  return prompt === "" ? `${name} — ${listed}` : `${name} — ${prompt}`;
}

/** The first line of what the person wrote; "" when nothing is known of it. */
export function promptOf(turn: TurnState): string {
  for (const entry of turn.entries) {
    if (!("item" in entry) || entry.item.type !== "userMessage") continue;
    const text = entry.item.content.map((part) => (part.type === "text" ? part.text : "")).join(" ");
    const line = text.trim().split("\n")[0] ?? "";
    return line.length > longestPrompt ? `${line.slice(0, longestPrompt - 1)}…` : line;
  }
  return "";
}

/** For the tab. */
export function tabTitle(title: string): string {
  const points = Array.from(oneLineLabel(title));
  return points.length > longestTab
    ? `${points
        .slice(0, longestTab - 1)
        .join("")
        .trimEnd()}…`
    : points.join("");
}

// What became of keeping and undoing, in words for a dialog's detail. Pure: knows no vscode. Paths are outside text
// and come out neutralised.

import type { Deed, DeedOutcome } from "../shared/changedFiles.ts";
import { neutraliseToText } from "../shared/neutralise.ts";
import { countOf } from "../shared/counts.ts";

/** As many lines as a dialog shows without growing out of the screen. */
const maxListed = 12;

/** Paths, a line each, the last ones as a number. */
export function listed(lines: readonly string[]): string {
  const shown = lines.slice(0, maxListed).map((line) => neutraliseToText(line, "code"));
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join("\n");
}

/** The deeds with this outcome. */
export function having(deeds: readonly Deed[], ...outcomes: readonly DeedOutcome[]): readonly Deed[] {
  return deeds.filter(({ outcome }) => outcomes.includes(outcome));
}

/** What was done, in one line without any path: `3 files undone, 1 merged with your changes`. "" for nothing. */
export function doneWords(deeds: readonly Deed[], did: string): string {
  const done = having(deeds, "done").length;
  const merged = having(deeds, "merged").length;
  return [
    done > 0 ? `${countOf(done, "file")} ${did}` : "",
    merged > 0 ? `${countOf(merged, "file")} merged with your changes` : "",
  ]
    .filter((words) => words !== "")
    .join(", ");
}

/** Each deed that came to nothing, with its reason. */
export function undoneWords(deeds: readonly Deed[]): string {
  return listed(deeds.map(({ path, because }) => (because === null ? path : `${path}: ${because}`)));
}

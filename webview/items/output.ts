// The last lines of a program's output, without reading more of it than they need. Pure; draws nothing.

import { terminalText } from "../../extension/shared/terminalText.ts";

export interface OutputEnd {
  readonly text: string;
  readonly linesBefore: number;
}

/** No more than this is looked at for a tail: a line is rarely longer than a few hundred characters. */
const charactersPerLine = 400;

/** The last `count` lines as a terminal shows them, blank lines at the end dropped. */
export function endOfOutput(raw: string, count: number): OutputEnd {
  const from = startOfTail(raw, count * charactersPerLine);
  const lines = terminalText(raw.slice(from)).trimEnd().split("\n");
  return {
    text: lines.slice(-count).join("\n"),
    linesBefore: linesIn(raw, from) + Math.max(0, lines.length - count),
  };
}

function startOfTail(raw: string, reach: number): number {
  if (raw.length <= reach) return 0;
  const newline = raw.indexOf("\n", raw.length - reach);
  return newline < 0 ? raw.length - reach : newline + 1;
}

function linesIn(raw: string, end: number): number {
  let count = 0;
  for (let at = raw.indexOf("\n"); at >= 0 && at < end; at = raw.indexOf("\n", at + 1)) count++;
  return count;
}

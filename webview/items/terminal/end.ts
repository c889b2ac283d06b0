// The last lines of a program's output, without reading more of it than they need. Pure; draws nothing.

import type { Run } from "./line.ts";
import { Screen, seemsGrownFrom } from "./screen.ts";

export interface OutputEnd {
  readonly lines: readonly (readonly Run[])[];
  readonly linesBefore: number;
}

/** No more than this is looked at for a tail: a line is rarely longer than a few hundred characters. */
const charactersPerLine = 400;

/** The last `count` lines as a terminal shows them, blank lines at the end dropped. */
export function endOfOutput(raw: string, count: number, newlines = new NewlineCount()): OutputEnd {
  const end = raw.trimEnd().length;
  const from = startOfTail(raw, end, count * charactersPerLine);
  const screen = new Screen();
  screen.write(raw.slice(from, end));
  const lines = screen.view().chunks.flatMap((chunk) => chunk.lines);
  return {
    lines: lines.slice(-count),
    linesBefore: newlines.before(raw, from) + Math.max(0, lines.length - count),
  };
}

function startOfTail(raw: string, end: number, reach: number): number {
  if (end <= reach) return 0;
  const newline = raw.indexOf("\n", end - reach);
  return newline < 0 || newline >= end ? end - reach : newline + 1;
}

/** Counts the newlines of an output that grows, each once. Keep one for an output. */
export class NewlineCount {
  private raw = "";
  private end = 0;
  private count = 0;

  /** How many there are before `end`. */
  before(raw: string, end: number): number {
    if (end < this.end || !seemsGrownFrom(this.raw, raw)) [this.end, this.count] = [0, 0];
    for (let at = raw.indexOf("\n", this.end); at >= 0 && at < end; at = raw.indexOf("\n", at + 1))
      this.count++;
    this.raw = raw;
    this.end = end;
    return this.count;
  }
}

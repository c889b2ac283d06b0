// The last lines of an output that is followed to its end: what of its chunks has to be drawn so that the box is
// full, also after a small move upwards. Pure.

import type { Chunk } from "./screen.ts";

/** As in the style sheet, in CSS pixels. A line that is wrapped is higher: drawn, it corrects the estimate. */
export const lineHeightPx = 18;
/** Lines that are laid out together. */
export const linesPerStretch = 10;

/** The box shows 18 lines; a turn of the wheel takes six. */
const fewestLines = 30;

export interface Tail {
  readonly parts: readonly { readonly chunk: Chunk; readonly stretchesLeftOut: number }[];
  /** Kept lines before the first one that is drawn. */
  readonly linesAbove: number;
}

/** Begins at the beginning of a stretch, so that a stretch that is full stays as it is until it leaves. */
export function tailOf(chunks: readonly Chunk[]): Tail {
  const lineCount = chunks.reduce((sum, { lines }) => sum + lines.length, 0);
  let linesToSkip = Math.max(0, lineCount - fewestLines);
  let linesAbove = 0;
  const parts: { chunk: Chunk; stretchesLeftOut: number }[] = [];
  for (const chunk of chunks) {
    const count = chunk.lines.length;
    const stretchesLeftOut = linesToSkip >= count ? 0 : Math.floor(linesToSkip / linesPerStretch);
    if (linesToSkip < count) parts.push({ chunk, stretchesLeftOut });
    linesAbove += linesToSkip < count ? stretchesLeftOut * linesPerStretch : count;
    linesToSkip = Math.max(0, linesToSkip - count);
  }
  return { parts, linesAbove };
}

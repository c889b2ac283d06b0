// Holds that a tail fills the box, begins where a stretch begins, and leaves nothing out without its room.

import { expect, it } from "vitest";
import { linesPerChunk, Screen } from "./screen.ts";
import { linesPerStretch, tailOf } from "./tail.ts";

function tail(lineCount: number): { drawn: number; above: number; chunks: readonly number[] } {
  const screen = new Screen();
  screen.write(Array.from({ length: lineCount }, (_, line) => `line ${line}`).join("\n"));
  const { parts, linesAbove } = tailOf(screen.view().chunks);
  const drawn = parts.map((part) => part.chunk.lines.length - part.stretchesLeftOut * linesPerStretch);
  return {
    drawn: drawn.reduce((sum, count) => sum + count, 0),
    above: linesAbove,
    chunks: parts.map(({ chunk }) => chunk.firstLine),
  };
}

it.each([1, 29, 30, 31, 95, 199, 200, 201, 215, 229, 230, 399, 400, 401, 5_003])("%i lines", (lineCount) => {
  const { drawn, above, chunks } = tail(lineCount);
  expect(drawn + above).toBe(lineCount);
  expect(drawn).toBeGreaterThanOrEqual(Math.min(30, lineCount));
  expect(drawn).toBeLessThan(40);
  expect(above % linesPerStretch).toBe(0);
  expect(chunks.at(-1)).toBe(Math.floor((lineCount - 1) / linesPerChunk) * linesPerChunk);
});

it("reaches back into the chunk before while the last one is short", () => {
  expect(tail(205)).toEqual({ drawn: 35, above: 170, chunks: [0, 200] });
});

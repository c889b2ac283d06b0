// What would be typed into a running program, as it is: every Enter is a visible sign, every other control character
// a token, long runs counted. Pure.

import type { Segment } from "../../extension/shared/neutralise.ts";
import { decidableSegments } from "./collapseBlanks.ts";

const enter: Segment = { token: "⏎", codePoint: 0x0a, name: "Enter", glyph: null };

export function typedSegments(input: string): Segment[] {
  return input.split(/(\n+)/).flatMap((part) => (part.startsWith("\n") ? enters(part.length) : typed(part)));
}

/** A lone or a trailing carriage return is a key of its own here: nothing may be taken for a line's end. */
function typed(part: string): Segment[] {
  return part.split(/(\r)/).flatMap((piece) => decidableSegments(piece));
}

function enters(count: number): Segment[] {
  if (count > 4) return [{ ...enter, token: `⏎ × ${count}` }, { text: "\n" }];
  return Array.from({ length: count }, (): Segment[] => [enter, { text: "\n" }]).flat();
}

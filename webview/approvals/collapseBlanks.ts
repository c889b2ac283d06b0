// Long runs of blanks push what matters out of sight. Here they become a visible count, before a person decides.
// Everything else passes to `neutralise` as it is. Pure.

import { neutralise, type Segment } from "../../extension/shared/neutralise.ts";

const blankRun = /[ \t]{9,}|\n(?:[ \t]*\n){4,}/g;

/** Segments of a command or another text to decide on, in which at most 8 blanks and 3 blank lines stand together. */
export function decidableSegments(text: string): Segment[] {
  const unix = text.replaceAll("\r\n", "\n");
  const segments: Segment[] = [];
  let from = 0;
  for (const match of unix.matchAll(blankRun)) {
    segments.push(...neutralise(unix.slice(from, match.index), "code"), ...countedRun(match[0]));
    from = match.index + match[0].length;
  }
  segments.push(...neutralise(unix.slice(from), "code"));
  return segments;
}

function countedRun(run: string): Segment[] {
  const newlines = run.split("\n").length - 1;
  const token = newlines > 0 ? `${newlines - 1} blank lines` : `${run.length} blanks`;
  const counted: Segment = {
    token,
    codePoint: run.codePointAt(0) ?? 0x20,
    name: "left out here, part of the command",
    glyph: null,
  };
  return newlines > 0 ? [{ text: "\n" }, counted, { text: "\n" }] : [{ text: " " }, counted, { text: " " }];
}

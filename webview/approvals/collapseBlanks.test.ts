// Holds that blanks cannot push the end of a command out of sight, and that nothing else is touched.

import { expect, it } from "vitest";
import { decidableSegments } from "./collapseBlanks.ts";

const shown = (text: string): string =>
  decidableSegments(text)
    .map((segment) => ("text" in segment ? segment.text : `{${segment.token}}`))
    .join("");

it.each([
  [`a${" ".repeat(8)}b`, `a${" ".repeat(8)}b`],
  [`a${" ".repeat(9)}b`, "a {9 blanks} b"],
  [`a${"\t".repeat(500)}; rm`, "a {500 blanks} ; rm"],
  [`a${"\n".repeat(4)}b`, `a${"\n".repeat(4)}b`],
  [`a${"\n".repeat(5)}b`, "a\n{4 blank lines}\nb"],
  [`a\n \n\t\n  \n\nb`, "a\n{4 blank lines}\nb"],
  [`a${"\r\n".repeat(30)}b`, "a\n{29 blank lines}\nb"],
  ["ls\u00a0-la\u202e", "ls{U+00A0}-la{U+202E}"],
])("%j", (text, seen) => {
  expect(shown(text)).toBe(seen);
});

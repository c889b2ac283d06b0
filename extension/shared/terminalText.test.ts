// Holds that output reads as a terminal leaves it, and that no sequence beyond colour is obeyed.

import { expect, it } from "vitest";
import { terminalText } from "./terminalText.ts";

const cases: readonly (readonly [name: string, raw: string, text: string])[] = [
  ["plain", "a\nb\n", "a\nb\n"],
  ["colours", "\u001b[1;31mFAIL\u001b[0m x\u001b[38;2;1;2;3m!", "FAIL x!"],
  ["progress", "10%\r20%\rdone", "done"],
  ["a shorter overwrite keeps the tail", "downloading\rdone", "doneloading"],
  ["erase right after a return", "downloading\r\u001b[Kdone", "done"],
  ["erase elsewhere is not obeyed", "secret\u001b[2Kok", "secret\u001b[2Kok"],
  ["windows newline", "a\r\nb\r\n", "a\nb\n"],
  ["backspace", "abc\b\bX", "aXc"],
  ["bold of manual pages", "N\bNA\bA", "NA"],
  ["backspace at the start", "\b\bx", "x"],
  ["clear screen is not obeyed", "kept\u001b[2J\u001b[Hx", "kept\u001b[2J\u001b[Hx"],
  ["title and clipboard", "\u001b]0;t\u0007\u001b]52;c;aGk=\u0007", "\u001b]0;t\u0007\u001b]52;c;aGk=\u0007"],
  ["a null at the start of a line is kept", "a\r\0b", "\0b"],
  ["an emoji is one cell to overwrite", "🎉x\r12", "12"],
];
it.each(cases)("%s", (_name, raw, text) => {
  expect(terminalText(raw)).toBe(text);
});

// Holds how a command is shortened (never by guessing) and how its end is told.

import { expect, it } from "vitest";
import { shortCommand } from "./commandWords.ts";
import { endOfOutput } from "./output.ts";

it.each([
  ["/bin/bash -lc 'pnpm test'", "pnpm test"],
  ['bash -c "ls -la src"', "ls -la src"],
  ["/usr/bin/zsh -lc pwd", "pwd"],
  ["bash -lc 'a\nb'", "a\nb"],
  ["bash -lc 'it'\\''s'", "bash -lc 'it'\\''s'"],
  ['bash -lc "echo $HOME"', 'bash -lc "echo $HOME"'],
  ["bash -lc 'a' && rm x", "bash -lc 'a' && rm x"],
  ["python -c 'x'", "python -c 'x'"],
])("%s", (command, short) => {
  expect(shortCommand(command)).toBe(short);
});

it("shows the last lines and counts those before", () => {
  const raw = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join("\n");
  expect(endOfOutput(`${raw}\n\n`, 2)).toEqual({ text: "line 4998\nline 4999", linesBefore: 4_998 });
  expect(endOfOutput("one\n", 6)).toEqual({ text: "one", linesBefore: 0 });
});

it("reads no more than the end of one endless line", () => {
  expect(endOfOutput("x".repeat(100_000), 2).text).toHaveLength(800);
});

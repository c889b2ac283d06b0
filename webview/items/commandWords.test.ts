// Holds how a command is shortened and that it is never done by guessing.

import { expect, it } from "vitest";
import { shortCommand } from "./commandWords.ts";

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

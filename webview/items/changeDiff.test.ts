// Holds that every line of a change is read for what it is, whatever it looks like.

import { describe, expect, it } from "vitest";
import type { FileUpdateChange } from "../../extension/shared/protocol.ts";
import { gitDiffOf, readChange, type DiffLine } from "./changeDiff.ts";

const update = (diff: string, movePath: string | null = null): FileUpdateChange => ({
  path: "/w/a.ts",
  kind: { type: "update", move_path: movePath },
  diff,
});
const short = (lines: readonly DiffLine[]): string[] =>
  lines.map((line) => `${line.kind} ${line.oldNumber ?? "."} ${line.newNumber ?? "."} ${line.text}`);
const same = (text: string): string => text;

const whole = (type: "add" | "delete", diff: string): FileUpdateChange => ({
  path: "/w/a",
  kind: { type },
  diff,
});

describe("updates", () => {
  it("numbers the lines of hunks", () => {
    const { lines, added, removed } = readChange(
      update("@@ -1,3 +1,4 @@ function a()\n one\n-two\n+2\n+two\n three\n@@ -9 +10 @@\n-x\n+y\n"),
    );
    expect(short(lines)).toEqual([
      "hunk 1 1 function a()",
      "context 1 1 one",
      "removed 2 . two",
      "added . 2 2",
      "added . 3 two",
      "context 3 4 three",
      "hunk 9 10 ",
      "removed 9 . x",
      "added . 10 y",
    ]);
    expect([added, removed]).toEqual([3, 2]);
  });

  it("takes lines that look like headers for what they are inside a hunk", () => {
    const { lines } = readChange(
      update("@@ -1,3 +1,3 @@\n--- a/comment\n+++ b/comment\n-@@ -1 +1 @@\n+x\n same\n"),
    );
    expect(short(lines).slice(1)).toEqual([
      "removed 1 . -- a/comment",
      "added . 1 ++ b/comment",
      "removed 2 . @@ -1 +1 @@",
      "added . 2 x",
      "context 3 3 same",
    ]);
  });

  it("keeps the note of a missing newline and stripped blank context", () => {
    const { lines, added, removed } = readChange(
      update("@@ -1,2 +1,2 @@\n\n-a\n\\ No newline at end of file\n+b\n"),
    );
    expect(short(lines).slice(1)).toEqual([
      "context 1 1 ",
      "removed 2 . a",
      "note . . No newline at end of file",
      "added . 2 b",
    ]);
    expect([added, removed]).toEqual([1, 1]);
  });

  it("cuts the words of a move, and only of a real one", () => {
    const diff = "@@ -1 +1 @@\n-a\n+b\n\n\nMoved to: /w/b.ts";
    expect(readChange(update(diff, "/w/b.ts")).lines).toHaveLength(3);
    const faked = readChange(update("@@ -1 +1 @@\n-a\n+b\nMoved to: /w/b.ts\n"));
    expect(short(faked.lines).at(-1)).toBe("note . . Moved to: /w/b.ts");
  });

  it("leaves out nothing that fits no hunk", () => {
    expect(short(readChange(update("surprise\n+not counted")).lines)).toEqual([
      "note . . surprise",
      "note . . +not counted",
    ]);
  });

  it("drops the returns of a Windows file but shows mixed ones", () => {
    expect(readChange(update("@@ -1 +1 @@\n-a\r\n+b\r\n")).lines.map((line) => line.text)).toEqual([
      "",
      "a",
      "b",
    ]);
    expect(readChange(update("@@ -1 +1 @@\n-a\r\n+a\n")).lines.map((line) => line.text)).toEqual([
      "",
      "a\r",
      "a",
    ]);
  });
});

describe("whole files", () => {
  it("counts every line of an addition and a deletion", () => {
    expect(readChange(whole("add", "a\n\nb\n"))).toMatchObject({ added: 3, removed: 0 });
    expect(readChange(whole("delete", "a\nb\n"))).toMatchObject({ added: 0, removed: 2 });
  });

  it("says when the last newline is missing, and takes an empty file for empty", () => {
    expect(short(readChange(whole("add", "a")).lines)).toEqual([
      "added . 1 a",
      "note . . No newline at end of file",
    ]);
    expect(readChange(whole("add", ""))).toEqual({ lines: [], added: 0, removed: 0 });
  });
});

describe("as a git diff", () => {
  it("counts each hunk anew, also when lines were cut off", () => {
    const { lines } = readChange(update("@@ -5,3 +5,3 @@ f\n a\n-b\n+c\n d\n"));
    expect(gitDiffOf(lines.slice(0, 3), same)).toBe(
      "diff --git a/file b/file\n--- a/file\n+++ b/file\n@@ -5,2 +5,1 @@ f\n a\n-b\n",
    );
  });

  it("gives whole files a hunk", () => {
    const { lines } = readChange({ path: "/w/a", kind: { type: "add" }, diff: "a\nb\n" });
    expect(gitDiffOf(lines, same)).toContain("@@ -0,0 +1,2 @@\n+a\n+b\n");
  });
});

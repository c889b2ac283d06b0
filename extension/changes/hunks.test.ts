import { describe, expect, it } from "vitest";
import { applyHunks, revertHunks } from "./hunks.ts";
import { sidesOf } from "./sides.ts";

const before = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
const after = "one\n2\nthree\nfour\nfive\nsix\nseven\neight\n";
const diff = "@@ -1,4 +1,4 @@\n one\n-two\n+2\n three\n four\n@@ -5,3 +5,4 @@\n five\n six\n seven\n+eight\n";

describe("hunks", () => {
  it("apply and revert", () => {
    expect(applyHunks(before, diff)).toBe(after);
    expect(revertHunks(after, diff)).toBe(before);
  });

  it("do not guess when the text is another one", () => {
    expect(applyHunks(after, diff)).toBeUndefined();
    expect(revertHunks(before, diff)).toBeUndefined();
    expect(applyHunks(before, "no hunk at all")).toBeUndefined();
  });

  it("keep CRLF of untouched lines and a missing last newline", () => {
    expect(applyHunks("a\r\nb\r\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ No newline at end of file\n")).toBe(
      "a\r\nc",
    );
    expect(revertHunks("a\nc", "@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ No newline at end of file\n")).toBe("a\nb\n");
  });

  it("take lines that look like headers for what they are", () => {
    const odd = "@@ -1,2 +1,1 @@\n--- x\n keep\n";
    expect(applyHunks("-- x\nkeep\n", odd)).toBe("keep\n");
  });

  it("insert into an empty file", () => {
    expect(applyHunks("", "@@ -0,0 +1,2 @@\n+a\n+b\n")).toBe("a\nb\n");
  });
});

describe("sidesOf", () => {
  const update = { path: "/a", kind: { type: "update" as const, move_path: null }, diff };

  it("shows what a change will do, and what it did", () => {
    expect(sidesOf(update, before, false)).toEqual({ before, after });
    expect(sidesOf(update, after, true)).toEqual({ before, after });
  });

  it("is undefined when the file has changed since", () => {
    expect(sidesOf(update, "something else\n", true)).toBeUndefined();
    expect(sidesOf(update, undefined, false)).toBeUndefined();
  });

  it("reads past the note of a move", () => {
    const moved = {
      path: "/a",
      kind: { type: "update" as const, move_path: "/b" },
      diff: `${diff}\n\nMoved to: /b`,
    };
    expect(sidesOf(moved, after, true)).toEqual({ before, after });
  });

  it("takes added and deleted files from the item alone", () => {
    expect(sidesOf({ path: "/a", kind: { type: "add" }, diff: "x\n" }, undefined, false)).toEqual({
      before: "",
      after: "x\n",
    });
    expect(sidesOf({ path: "/a", kind: { type: "delete" }, diff: "x\n" }, "x\n", false)).toEqual({
      before: "x\n",
      after: "",
    });
  });
});

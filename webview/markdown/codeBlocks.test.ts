// Holds that code keeps its exact text when it is cut into stretches or coloured, whatever it is.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Stretches } from "./GrowingCode.tsx";
import { highlight } from "./highlighter.ts";
import { piecesOf, textOf, type Piece } from "./pieces.ts";

function scopes(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.scope, ...scopes(piece.pieces)]));
}

describe("colours", () => {
  it("name what stands in the code", () => {
    const pieces = highlight("const a = 'x' // why\n", "ts") ?? [];
    expect(textOf(pieces)).toBe("const a = 'x' // why\n");
    expect(scopes(pieces)).toEqual(["keyword", "string", "comment"]);
    expect(scopes(highlight("<script>let a = 1</script>", "html") ?? [])).toContain("keyword");
  });

  it("are not guessed", () => {
    expect(highlight("const a = 1", "klingon")).toBeUndefined();
    expect(highlight("const a = 1", "")).toBeUndefined();
  });

  it("keep every character", () => {
    const languages = fc.constantFrom("ts", "html", "bash", "python", "markdown", "json", "diff", "css");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), languages, (text, language) => {
        const pieces = highlight(text, language);
        expect(pieces === undefined || textOf(pieces) === text).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it("come only from a tree of the known shape", () => {
    expect(piecesOf({ children: ["a", { scope: "b", children: ["c"] }, { children: ["d"] }] })).toEqual([
      "a",
      { scope: "b", pieces: ["c"] },
      "d",
    ]);
    expect(piecesOf({ children: [3] })).toBeUndefined();
    expect(piecesOf(undefined)).toBeUndefined();
  });
});

describe("stretches", () => {
  it("join to the text and stay once full", () => {
    const stretches = new Stretches();
    const text = Array.from({ length: 130 }, (_, index) => `line ${index}`).join("\n");
    const before = stretches.read(text.slice(0, 500));
    const after = stretches.read(text);
    expect(after).toHaveLength(4);
    expect(after.join("")).toBe(text);
    expect(after[0]).toBe(before[0]);
    expect(stretches.read("other")).toEqual(["other"]);
  });
});

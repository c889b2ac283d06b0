import { describe, expect, it } from "vitest";
import type { Hunk } from "../shared/changedFiles.ts";
import { placesOf } from "./hunkPlaces.ts";

function hunk(newStart: number, ...rows: string[]): Hunk {
  const lines = rows.map((row) => ({ mark: row[0] as " " | "+" | "-", text: row.slice(1), newline: true }));
  const newLines = lines.filter(({ mark }) => mark !== "-").length;
  const oldLines = lines.filter(({ mark }) => mark !== "+").length;
  return { id: rows.join("|"), oldStart: newStart, oldLines, newStart, newLines, lines, fate: "open" };
}
const places = (text: string, ...hunks: Hunk[]) =>
  placesOf(text, hunks).map(({ changed, added, removed }) => ({ changed, added, removed }));

describe("the places of hunks", () => {
  const replaced = hunk(2, " b", "-old", "+new", "+new 2", " d");

  it("are where the change left them", () => {
    expect(places("a\nb\nnew\nnew 2\nd\n", replaced)).toEqual([
      {
        changed: { line: 2, count: 2 },
        added: [{ line: 2, count: 2 }],
        removed: [{ line: 2, texts: ["old"] }],
      },
    ]);
  });

  it("move with what is written above, each after the one before", () => {
    const second = hunk(20, " y", "+z");
    const rest = Array.from({ length: 14 }, (_, at) => `line ${at}`);
    const text = ["x", "x", "a", "b", "new", "new 2", "d", ...rest, "y", "z"].join("\n");
    expect(places(text, replaced, second).map(({ changed }) => changed.line)).toEqual([4, 22]);
  });

  it("hold when lines around were edited, and end when the hunk itself was", () => {
    expect(places("a\nB!\nnew\nnew 2\nD!\n", replaced)).toHaveLength(1);
    expect(places("a\nb\nnew\nd\n", replaced)).toEqual([]);
  });

  it("take the nearest of equal blocks", () => {
    const again = hunk(5, "+same");
    expect(places("same\n2\n3\n4\nsame\n6\n7\nsame\n", again)[0]?.changed.line).toBe(4);
  });

  it("do not guess where only lines were removed and all around is another", () => {
    const removal = hunk(2, " b", "-gone", " c");
    expect(places("a\nb\nc\n", removal)[0]).toEqual({
      changed: { line: 2, count: 0 },
      added: [],
      removed: [{ line: 2, texts: ["gone"] }],
    });
    expect(places("a\nB\nC\n", removal)).toEqual([]);
  });

  it("do not depend on the ends of lines", () => {
    const crlf = hunk(1, " a\r", "+b\r");
    expect(places("a\r\nb\r\n", crlf)).toHaveLength(1);
    expect(places("a\nb\n", crlf)).toHaveLength(1);
  });

  it("are at the top of a file that was emptied, and only there", () => {
    const emptied = { ...hunk(0, "-a", "-b"), newStart: 0 };
    expect(places("", emptied)[0]?.changed).toEqual({ line: 0, count: 0 });
    expect(places("c\n", emptied)).toEqual([]);
  });
});

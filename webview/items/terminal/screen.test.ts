// Holds that output looks as a terminal would leave it, that nothing else is obeyed or swallowed, and that the
// view does not depend on how the output was cut into pieces.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Run } from "./line.ts";
import { linesPerChunk, mostCharacters, mostLines, Screen, ScreenReader } from "./screen.ts";
import { plainStyle } from "./style.ts";

const esc = "\u001b";

function lines(...pieces: readonly string[]): (readonly Run[])[] {
  const screen = new Screen();
  for (const piece of pieces) screen.write(piece);
  return screen.view().chunks.flatMap((chunk) => chunk.lines);
}

const shortRun = (run: Run): string => ("token" in run ? `<${run.token}>` : run.text);
const texts = (...pieces: readonly string[]): string[] =>
  lines(...pieces).map((runs) => runs.map(shortRun).join(""));

describe("lines", () => {
  it.each([
    ["a\nb", ["a", "b"]],
    ["a\r\nb\r\n", ["a", "b", ""]],
    ["10%\r 50%\r100%", ["100%"]],
    ["long line\rshort", ["shortline"]],
    [`long line\r${esc}[Kshort`, ["short"]],
    [`long line${esc}[2K\rx`, ["x"]],
    [`abc${esc}[2Kd`, ["   d"]],
    ["ab\bc", ["ac"]],
    ["\b\bx", ["x"]],
    ["ab\r\b\rc", ["cb"]],
    ["𝒳y\rz", ["zy"]],
  ])("%j", (raw, shown) => {
    expect(texts(raw)).toEqual(shown);
  });

  it("leaves nothing of what only moves and redraws", () => {
    expect(texts(`${esc}[?25l${esc}[1A${esc}[2Jx${esc}[0J${esc}7${esc}(B${esc}[10;2Hy`)).toEqual(["xy"]);
  });

  it("names what reaches beyond the text, with what it carried", () => {
    const raw = `${esc}]8;;https://evil.example${esc}\\here${esc}]8;;${esc}\\ ${esc}]52;c;cm0=\u0007${esc}Pq${esc}\\${esc}[6n`;
    expect(texts(raw)).toEqual(["<OSC 8>here<OSC 8> <OSC 52><DCS><CSI>"]);
    expect(lines(raw)[0]?.[0]).toEqual({ token: "OSC 8", payload: "8;;https://evil.example" });
  });

  it("lets no open sequence swallow what follows", () => {
    expect(texts(`${esc}]0;title\nrest`)).toEqual([`${esc}]0;title`, "rest"]);
    expect(texts(`${esc}]0;${"x".repeat(5_000)}\u0007end`)[0]).toContain("xend".slice(1));
    expect(texts(`${esc}]0;a`)).toEqual([`${esc}]0;a`]);
    expect(texts(`a${esc}`)).toEqual([`a${esc}`]);
    expect(texts(`${esc}zb`)).toEqual([`${esc}zb`]);
  });

  it("does not hide concealed text", () => {
    expect(lines(`${esc}[8mseen`)).toEqual([[{ text: "seen", style: plainStyle }]]);
  });
});

const styleOf = (parameters: string): object => {
  const [run] = lines(`${esc}[${parameters}mx`)[0] ?? [];
  return run !== undefined && "style" in run ? run.style : {};
};

describe("styles", () => {
  it.each([
    ["31", { foreground: 1 }],
    ["1;4;97;42", { foreground: 15, background: 2, bold: true, underline: true }],
    ["38;5;9", { foreground: 9 }],
    ["38;5;196", { foreground: "#ff0000" }],
    ["48;5;244", { background: "#808080" }],
    ["38;2;1;2;300", { foreground: "#0102ff" }],
    ["38:2::10:20:30", { foreground: "#0a141e" }],
    ["38;5;1;3", { foreground: 1, italic: true }],
    ["4:0", {}],
    ["7;9;2", { inverse: true, strike: true, dim: true }],
    ["31;0", {}],
    ["1;22;38", {}],
    ["999", {}],
  ])("%s", (parameters, change) => {
    expect(styleOf(parameters)).toEqual({ ...plainStyle, ...change });
  });

  it("go on over lines until they end", () => {
    const red = { ...plainStyle, foreground: 1 };
    expect(lines(`${esc}[31ma\nb${esc}[mc`)).toEqual([
      [{ text: "a", style: red }],
      [
        { text: "b", style: red },
        { text: "c", style: plainStyle },
      ],
    ]);
  });
});

const piece = fc.constantFrom(
  "a",
  "bc d",
  "\n",
  "\r",
  "\r\n",
  "\b",
  "é",
  "𝒳",
  "\ud83d",
  esc,
  `${esc}[31m`,
  `${esc}[0m`,
  `${esc}[38;5;120m`,
  `${esc}[K`,
  `${esc}[2K`,
  `${esc}[1A`,
  `${esc}]52;c;aGk=\u0007`,
  `${esc}]8;;x${esc}\\`,
  `${esc}]0;`,
  `${esc}[`,
  "m",
  ";",
  "[",
  "]",
);

describe("pieces", () => {
  it("do not matter", () => {
    const cutText = fc
      .array(piece, { maxLength: 40 })
      .map((parts) => parts.join(""))
      .chain((text) =>
        fc.tuple(fc.constant(text), fc.array(fc.nat(Math.max(0, text.length)), { maxLength: 8 })),
      );
    fc.assert(
      fc.property(cutText, ([text, cuts]) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
        expect(lines(...pieces)).toEqual(lines(text));
      }),
      { numRuns: 500 },
    );
  });

  it("keep full chunks as they are", () => {
    const screen = new Screen();
    screen.write("line\n".repeat(linesPerChunk));
    const before = screen.view();
    screen.write("more\n");
    const after = screen.view();
    expect(after.chunks[0]).toBe(before.chunks[0]);
    expect(after.chunks[1]).toMatchObject({ firstLine: linesPerChunk });
  });
});

describe("bounds", () => {
  it("keeps the last lines and counts the others", () => {
    const screen = new Screen();
    screen.write("x\n".repeat(mostLines + 1_000));
    const { chunks, linesBefore } = screen.view();
    expect(linesBefore).toBe(1_000);
    expect(chunks.reduce((sum, chunk) => sum + chunk.lines.length, 0)).toBe(mostLines + 1);
  });

  it("keeps a bounded number of characters", () => {
    const screen = new Screen();
    const line = `${"x".repeat(9_999)}\n`;
    for (let count = 0; count < 600; count++) screen.write(line);
    const { chunks, linesBefore } = screen.view();
    const kept = chunks.reduce((sum, chunk) => sum + chunk.lines.length, 0);
    expect(kept + linesBefore).toBe(601);
    expect(kept * 10_000).toBeLessThanOrEqual(mostCharacters + 2 * linesPerChunk * 10_000);
  });
});

describe("a reader", () => {
  it("goes on where it was, and begins anew with another text", () => {
    const reader = new ScreenReader();
    const full = "a\n".repeat(linesPerChunk);
    const before = reader.read(full);
    expect(reader.read(full)).toBe(before);
    expect(reader.read(`${full}b`).chunks[0]).toBe(before.chunks[0]);
    expect(reader.read("other").chunks).toEqual([
      { firstLine: 0, lines: [[{ text: "other", style: plainStyle }]] },
    ]);
  });
});

// Framing: the same lines whatever the chunks.
// No line, however long or odd, may do harm to the next.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter } from "./lines.ts";

const oddLines = [
  "plain",
  "日本語 と 中文",
  "emoji 👩‍👩‍👧‍👦 🏳️‍🌈 and a flag 🇩🇪",
  "\u001b[31mred\u001b[0m and \u001b]0;title\u0007",
  "separators \u2028 and \u2029 and \u0085 inside",
  "",
  "carriage \r inside",
  "nul \u0000 and é and \uFEFF",
  '{"text":"€uro","n":1}',
];

function split(chunks: readonly Buffer[], options: { limitBytes?: number } = {}): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter({ onLine: (line) => lines.push(line), ...options });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...cuts, bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
}

describe("LineSplitter", () => {
  const bytes = Buffer.from(oddLines.map((line) => line + "\n").join(""));

  it("gives the same lines when the bytes are cut in two at every position", () => {
    for (let at = 0; at <= bytes.length; at++) expect(split(cutAt(bytes, [at]))).toEqual(oddLines);
  });

  it("gives the same lines byte by byte", () => {
    expect(split([...bytes].map((byte) => Buffer.from([byte])))).toEqual(oddLines);
  });

  it("gives the same lines for 100,000 random cuttings", () => {
    const expected = JSON.stringify(oddLines);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 6 }), (cuts) => {
        return JSON.stringify(split(cutAt(bytes, cuts))) === expected;
      }),
      { numRuns: 100_000 },
    );
  });

  it("gives back any text that has no line end", () => {
    const line = fc.string({ unit: "binary" }).map((text) => text.replaceAll(/[\n\r]/g, ""));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(400), { maxLength: 6 }), (lines, positions) => {
        const text = Buffer.from(lines.map((one) => one + "\n").join(""));
        const cuts = positions.map((at) => Math.min(at, text.length));
        expect(split(cutAt(text, cuts))).toEqual(lines);
      }),
    );
  });

  it("drops the carriage return of CRLF at every cut, and only that one", () => {
    const crlf = Buffer.from("one\r\n\r\ntwo\r\r\nth\rree\r\n");
    for (let at = 0; at <= crlf.length; at++) {
      expect(split(cutAt(crlf, [at]))).toEqual(["one", "", "two\r", "th\rree"]);
    }
  });

  it("replaces broken UTF-8 without eating the line end", () => {
    expect(split([Buffer.from([0xe4, 0xb8, 0x0a, 0x61, 0x0a])])).toEqual(["\uFFFD", "a"]);
  });

  it("takes a 64 MB line in small chunks", () => {
    const text = "é".repeat(32 * 1024 * 1024);
    const long = Buffer.from(text + "\nnext\n");
    const chunks: Buffer[] = [];
    for (let at = 0; at < long.length; at += 4096) chunks.push(long.subarray(at, at + 4096));
    const startedMs = performance.now();
    const lines = split(chunks);
    expect(lines.length).toBe(2);
    expect(lines[0] === text).toBe(true);
    expect(lines[1]).toBe("next");
    // Quadratic work would take minutes.
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });

  it("reports an overlong line once, drops it whole, and goes on with the next", () => {
    const lines: string[] = [];
    const overflows: number[] = [];
    const splitter = new LineSplitter({
      onLine: (line) => lines.push(line),
      onOverflow: (limitBytes) => overflows.push(limitBytes),
      limitBytes: 8,
    });
    for (const chunk of ["12345", "6789", "abcdefghijkl", "rest\nshort\n", "far too long a line\nok\n"]) {
      splitter.push(Buffer.from(chunk));
    }
    expect(lines).toEqual(["short", "ok"]);
    expect(overflows).toEqual([8, 8]);
  });

  it("takes a line of exactly the limit", () => {
    expect(split([Buffer.from("1234"), Buffer.from("5678\n12345678\n")], { limitBytes: 8 })).toEqual([
      "12345678",
      "12345678",
    ]);
  });

  it("counts the half line that it discards at the end", () => {
    const splitter = new LineSplitter({ onLine: () => undefined });
    splitter.push(Buffer.from('whole\n{"meth'));
    expect(splitter.end()).toBe(6);
    expect(splitter.end()).toBe(0);
  });
});

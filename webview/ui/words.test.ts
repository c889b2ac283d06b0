// Holds how times, counts and paths are written.

import { expect, it } from "vitest";
import { baseName, clockWords, countOf, durationWords, oneLine, pathWithin, timeOfDay } from "./words.ts";

it.each([
  [0, "0.0 s"],
  [4_100, "4.1 s"],
  [9_960, "10 s"],
  [59_600, "1 min"],
  [185_000, "3 min 5 s"],
  [7_440_000, "2 h 4 min"],
])("%d ms lasts %s", (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});

it("writes a running clock", () => {
  expect([clockWords(-5), clockWords(4_900), clockWords(750_000), clockWords(3_723_000)]).toEqual([
    "0:00",
    "0:04",
    "12:30",
    "1:02:03",
  ]);
});

it("knows an unknown time", () => {
  expect(timeOfDay(0)).toBe("");
});

it("shortens paths only inside the folder", () => {
  expect(pathWithin("/w/a", "/w/a/src/x.ts")).toBe("src/x.ts");
  expect(pathWithin("/w/a/", "/w/a/x.ts")).toBe("x.ts");
  expect(pathWithin("/w/a", "/w/ab/x.ts")).toBe("/w/ab/x.ts");
  expect(pathWithin("C:\\w", "C:\\w\\x.ts")).toBe("x.ts");
  expect(pathWithin("", "/x")).toBe("/x");
  expect(baseName("/w/a/")).toBe("a");
});

it("makes one line and keeps unusual blanks to be marked", () => {
  expect(oneLine(" a\n\tb\u00a0c ")).toBe("a b\u00a0c");
  expect(oneLine("abcdef", 4)).toBe("abc…");
  expect([countOf(1, "line"), countOf(1_200, "line")]).toEqual(["1 line", "1,200 lines"]);
});

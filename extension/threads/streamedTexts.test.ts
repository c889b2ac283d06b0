import { expect, it } from "vitest";
import { StreamedTexts } from "./streamedTexts.ts";

it("keeps whole words, at once and then only when time has passed", () => {
  const texts = new StreamedTexts();
  texts.begin("a", "");
  expect(texts.add("a", "Half", 1_000)).toBeUndefined();
  expect(texts.add("a", " a word, the tok", 1_001)).toBe("Half a word, the ");
  expect(texts.add("a", "en is ", 1_100)).toBeUndefined();
  expect(texts.add("a", "out", 1_300)).toBe("Half a word, the token is ");
  expect(texts.add("b", "never begun ", 9_000)).toBeUndefined();
});

it("begins again where the text does", () => {
  const texts = new StreamedTexts();
  texts.begin("a", "");
  texts.add("a", "first try ", 1_000);
  texts.begin("a", "");
  expect(texts.add("a", "second ", 2_000)).toBe("second ");
  texts.end("a");
  expect(texts.add("a", "more ", 9_000)).toBeUndefined();
});

it("writes in proportion to the text, and stops at its bound", () => {
  const texts = new StreamedTexts({ mostChars: 10_000 });
  texts.begin("a", "");
  let written = 0;
  let last = "";
  for (let n = 0; n < 5_000; n++) {
    const kept = texts.add("a", "word ", 1_000 + n * 10);
    written += kept?.length ?? 0;
    last = kept ?? last;
  }
  expect(last.length).toBeGreaterThan(9_000);
  expect(last.length).toBeLessThanOrEqual(10_000);
  expect(written).toBeLessThan(40 * 10_000);
});

it("goes on when the clock was set back", () => {
  const texts = new StreamedTexts();
  texts.begin("a", "");
  expect(texts.add("a", "one ", 86_400_000)).toBe("one ");
  expect(texts.add("a", "two ", 1_000)).toBe("one two ");
});

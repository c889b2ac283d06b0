// Holds that lines become rows whole, escaped and numbered, in both layouts, with words and colours marked.

import { describe, expect, it } from "vitest";
import type { Hunk, HunkLine } from "../../extension/shared/changedFiles.ts";
import { hostileTexts } from "../../test/page/hostileTexts.ts";
import { highlight } from "../markdown/highlighter.ts";
import { planOf, type Layout } from "./hunkPlan.ts";
import { linesHtml } from "./linesHtml.ts";

function hunkOf(rows: readonly string[], places: Partial<Hunk> = {}): Hunk {
  const lines = rows.map((row): HunkLine => {
    const [mark = " "] = row;
    return { mark: mark as HunkLine["mark"], text: row.slice(1), newline: true };
  });
  const count = (mark: string): number => lines.filter((line) => line.mark !== mark).length;
  return {
    id: "h",
    oldStart: 10,
    oldLines: count("+"),
    newStart: 20,
    newLines: count("-"),
    lines,
    fate: "open",
    ...places,
  };
}

function htmlOf(rows: readonly string[], layout: Layout = "unified", language?: string): string {
  const plan = planOf(hunkOf(rows), layout);
  const colour = language === undefined ? undefined : (text: string) => highlight(text, language);
  return linesHtml({ plan, from: 0, to: plan.rowCount, colour });
}

/** The text that a reader would see: no tags, entities read. */
function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&#x2F;", "/")
    .replaceAll("&amp;", "&");
}

describe("unified", () => {
  it("numbers each line on its sides and offers a comment on it", () => {
    const html = htmlOf([" a", "-b", "+c", "+d"]);
    expect(
      [...html.matchAll(/data-both="([^"]*)" data-one="([^"]*)"/g)].map(([, both, one]) => [both, one]),
    ).toEqual([
      [" 10  20  ", " 20  "],
      [" 11     −", " 11 −"],
      ["     21 +", " 21 +"],
      ["     22 +", " 22 +"],
    ]);
    expect([...html.matchAll(/aria-label="([^"]*)"/g)].map(([, name]) => name)).toEqual([
      "Comment on line 20",
      "Comment on removed line 11",
      "Comment on added line 21",
      "Comment on added line 22",
    ]);
  });

  it("marks the words that differ in the line that was replaced, wherever it stands in the run", () => {
    const html = htmlOf([
      "-  const charge = await pay(cart)",
      "+  if (order) return order.result",
      "+  const result = await pay(cart)",
    ]);
    expect(html).toContain("<del>charge</del>");
    expect(html).toContain("<ins>result</ins> = await");
    expect(html).not.toContain("<ins>if");
  });

  it("weaves colours in without a change of the text, inside and across word marks", () => {
    const rows = ['-const a = "x < y" && b', '+const a = "x > z" && c // “é”', " 'end'"];
    const html = htmlOf(rows, "unified", "typescript");
    expect(html).toContain('<span class="hl-keyword">const</span>');
    expect(html).toMatch(/<ins>[^/]*<span class="hl-comment">/);
    expect(html.split("</tr>").map(textOf).slice(0, 3)).toEqual(rows.map((row) => row.slice(1)));
    expect(html.match(/<span/g)?.length).toBe(html.match(/<\/span>/g)?.length);
  });
});

it("puts a removed line beside the added one, and each line once", () => {
  const html = htmlOf([" a", "-b", "-c", "+d", " e"], "sideBySide");
  const rows = html.split("</tr>").slice(0, -1);
  expect(rows.map(textOf)).toEqual(["aa", "bd", "c", "ee"]);
  expect(rows[2]).toContain('<td class="code none"></td>');
  // One place for a comment on a line that is the same on both sides.
  expect(
    [...html.matchAll(/data-side="(\w+)" data-line="(\d+)"/g)].map(([, side, line]) => `${side} ${line}`),
  ).toEqual(["new 20", "old 11", "new 21", "old 12", "new 22"]);
});

it("says what ends the file without a line break, and what it leaves out of a huge line", () => {
  const hunk = hunkOf(["+" + "x".repeat(5_000)]);
  const [line] = hunk.lines;
  const plan = planOf({ ...hunk, lines: line ? [{ ...line, newline: false }] : [] }, "unified");
  const html = linesHtml({ plan, from: 0, to: 1, colour: undefined });
  expect(textOf(html)).toBe(
    `${"x".repeat(4_000)} … 1,000 more characters no line break at the end of the file`,
  );
});

it("spends no time on the colours of very long lines", () => {
  const rows = Array.from({ length: 20 }, () => `+const a = "${"x".repeat(3_000)}"`);
  expect(htmlOf(rows, "unified", "typescript")).not.toContain("hl-");
  expect(htmlOf(rows.slice(0, 2), "unified", "typescript")).toContain("hl-");
});

it("marks the return only where some lines have none", () => {
  expect(htmlOf(["-a\r", "+b\r"])).not.toContain("U+000D");
  expect(htmlOf(["-a\r", "+b"])).toContain("U+000D");
});

it.each(["unified", "sideBySide"] as const)("lets no hostile text through, %s", (layout) => {
  for (const text of hostileTexts) {
    const lines = text.split("\n").flatMap((line) => [`-${line}`, `+${line} x`]);
    for (const language of [undefined, "typescript", "xml"]) {
      const html = htmlOf(lines, layout, language);
      const tags = [...html.matchAll(/<\/?([^\s>]*)[^>]*>/g)].map(([, name]) => name);
      expect([...new Set(tags)].filter((name) => !ownTags.has(name ?? ""))).toEqual([]);
      expect(html.replaceAll(/<[^>]*>/g, "")).not.toMatch(
        /[\u202a-\u202e\u2066-\u2069\u200b\ufdd0\ufdd1\u001b]/u,
      );
    }
  }
});
const ownTags = new Set(["tr", "td", "button", "ins", "del", "span", "em", "mark"]);

// Holds that a streamed message ends up as the same blocks as the whole one, that what is settled keeps its
// identity, and that no input makes the lexer throw, hang or nest without end.

import { describe, expect, it } from "vitest";
import type { Token, Tokens } from "marked";
import { deepestNesting, lexBlocks } from "./boundedLexer.ts";
import { blocksPerPage, StreamedBlocks, type BlockPages } from "./streamedBlocks.ts";

const sample = `# Title

First paragraph with **bold** and \`code\`.
Second line.

- one
- two

  more of two

1. first
2. second

> quote
> goes on

\`\`\`ts
const a = 1

const b = 2
\`\`\`

| a | b |
| - | - |
| 1 | 2 |

---

The end, [with a link](https://example.org).
`;

const content = (tokens: readonly Token[]): unknown =>
  tokens.filter((token) => token.type !== "space").map(({ type, raw }) => [type, raw.trim()]);

const all = ({ pages }: BlockPages): readonly Token[] => pages.flat();

/** A clock that stands still: nothing ever costs time, so the reader never rests. */
const still = (): number => 0;

/** Reads text that grows by `step` characters, never resting. */
function stream(text: string, step: number): { reader: StreamedBlocks; last: readonly Token[] } {
  const reader = new StreamedBlocks(still);
  let last: readonly Token[] = [];
  for (let end = step; end < text.length + step; end += step) last = all(reader.read(text.slice(0, end)));
  return { reader, last };
}

describe("streaming", () => {
  it.each([1, 7, 32, 1_000])("gives the blocks of the whole in steps of %d", (step) => {
    expect(content(stream(sample, step).last)).toEqual(content(lexBlocks(sample)));
  });

  it("freezes all but the last two blocks", () => {
    const reader = new StreamedBlocks(still);
    const before = all(reader.read("one\n\ntwo\n\nthree\n\nfour"));
    const after = all(reader.read("one\n\ntwo\n\nthree\n\nfour and five\n\nsix"));
    expect(after[0]).toBe(before[0]);
    expect(after[2]).toBe(before[2]);
    expect(after).not.toBe(before);
  });

  it("lets an open fence grow and closes it", () => {
    const reader = new StreamedBlocks(still);
    reader.read("intro\n\n```js\na");
    const open = reader.read("intro\n\n```js\nalpha\nbe");
    expect(open.isFenceOpen).toBe(true);
    expect(all(open).at(-1)).toMatchObject({
      type: "code",
      lang: "js",
      text: "alpha\nbe",
    });
    const closed = reader.read("intro\n\n```js\nalpha\nbeta\n```\n\nafter");
    expect(closed.isFenceOpen).toBe(false);
    expect(content(all(closed))).toEqual(content(lexBlocks("intro\n\n```js\nalpha\nbeta\n```\n\nafter")));
  });

  it("starts anew when the text does", () => {
    const reader = new StreamedBlocks(still);
    reader.read("one\n\ntwo\n\nthree\n\nfour");
    expect(content(all(reader.read("other")))).toEqual([["paragraph", "other"]]);
  });

  it("rests after a costly reading and then catches up", () => {
    let nowMs = 0;
    const reader = new StreamedBlocks(() => (nowMs += 10));
    reader.read("one");
    expect(all(reader.read("one two")).at(-1)?.raw).toBe("one");
    expect(reader.restMs()).toBeGreaterThan(0);
    nowMs += 100;
    expect(all(reader.read("one two")).at(-1)?.raw).toBe("one two");
    expect(reader.restMs()).toBe(0);
  });

  it("counts what it cost to show a reading, once", () => {
    let nowMs = 0;
    const reader = new StreamedBlocks(() => nowMs);
    reader.read("one");
    nowMs = 50;
    reader.rendered();
    nowMs = 60;
    reader.rendered();
    reader.read("one two");
    expect(reader.restMs()).toBe(190);
    nowMs = 250;
    expect(all(reader.read("one two")).at(-1)?.raw).toBe("one two");
  });

  it("keeps full pages as they are, and at the end all that came out the same", () => {
    const reader = new StreamedBlocks(still);
    const long = Array.from({ length: 3 * blocksPerPage }, (_, index) => `paragraph ${index}`).join("\n\n");
    const before = reader.read(long);
    const after = reader.read(`${long}\n\nmore\n\n\`\`\`js\nopen`);
    expect(before.pages.length).toBeGreaterThan(3);
    expect(after.pages[0]).toBe(before.pages[0]);
    const whole = `${long}\n\nmore\n\n\`\`\`js\nopen\n\`\`\`\n`;
    const end = reader.finish(whole);
    expect(end.pages[0]).toBe(before.pages[0]);
    expect(content(all(end))).toEqual(content(lexBlocks(whole)));
    expect(all(end).at(-1)).toMatchObject({ type: "code", text: "open", lang: "js" });
  });

  it("reads links anew when they were defined at the end", () => {
    const reader = new StreamedBlocks(still);
    const body = "see [a]\n\ntwo\n\nthree\n\nfour\n\n";
    reader.read(body);
    const whole = `${body}[a]: https://example.org\n`;
    reader.read(whole);
    expect(all(reader.finish(whole))).toEqual(Array.from(lexBlocks(whole)));
  });

  it("reads Windows newlines", () => {
    expect(content(stream("a\r\n\r\nb\r\n\r\nc\r\n", 3).last)).toEqual(content(lexBlocks("a\n\nb\n\nc\n")));
  });
});

describe("bounds", () => {
  const awkward: readonly (readonly [string, string])[] = [
    ["quotes", ">".repeat(5_000) + "a"],
    ["lists", Array.from({ length: 400 }, (_, depth) => `${" ".repeat(depth * 2)}- a`).join("\n")],
    ["emphasis", "_a_b".repeat(50_000)],
    ["stars", "**".repeat(20_000) + "a" + "**".repeat(20_000)],
    ["brackets", "[".repeat(50_000)],
    ["links in links", "[a](".repeat(20_000)],
    ["angles", "<a ".repeat(20_000)],
    ["back ticks", Array.from({ length: 700 }, (_, length) => `${"`".repeat(length)}a`).join("")],
    ["pipes", `${"|a".repeat(3_000)}\n${"|-".repeat(3_000)}\n${"|b".repeat(3_000)}`],
  ];
  it.each(awkward)("%s", (_name, text) => {
    const started = performance.now();
    const tokens = lexBlocks(text);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(depthOf(tokens)).toBeLessThanOrEqual(deepestNesting + 1);
    expect(tokens.map((token) => token.raw).join("").length).toBeGreaterThan(0);
  });
});

function depthOf(tokens: readonly Token[]): number {
  const inner = tokens.flatMap((token) => {
    const children: Token[][] = [];
    if ("tokens" in token && Array.isArray(token.tokens)) children.push(token.tokens);
    if (token.type === "list") children.push((token as Tokens.List).items.flatMap((item) => item.tokens));
    return children.map(depthOf);
  });
  return 1 + Math.max(0, ...inner);
}

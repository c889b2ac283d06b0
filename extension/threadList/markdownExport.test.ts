// What an exported thread cannot do to its reader: draw in pictures, run HTML, end its own fences, hide words.
// The judge is a Markdown parser, not the words of our own escapes.

import fc from "fast-check";
import { marked, type Token, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { fenced, markdownItem, plain, safeMarkdown } from "./markdownExport.ts";

function kindsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => {
    const rows =
      token.type === "table"
        ? [...(token as Tokens.Table).header, ...(token as Tokens.Table).rows.flat()].flatMap(
            (cell) => cell.tokens,
          )
        : [];
    const items = token.type === "list" ? (token as Tokens.List).items : [];
    return [token.type, ...kindsOf([...("tokens" in token ? (token.tokens ?? []) : []), ...items, ...rows])];
  });
}

const kindsIn = (text: string): string[] => kindsOf(marked.lexer(text));

const scraps = [
  "<img src=x>",
  "<b>",
  "<!-- ",
  "![a](http://x.example/p.png)",
  "![",
  "](u)",
  "`",
  "``",
  "```",
  "~~~",
  "\\",
  "\n",
  "\n\n",
  "- ",
  "> ",
  "   ",
  "    ",
  "1. ",
  "words ",
  "| a | b |\n| - | - |\n",
  "[a]: http://x.example\n",
  "[link](https://x.example)",
];

describe("what was said, exported", () => {
  it("has no HTML and no picture, however it is mixed", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 30 }), (parts) => {
        const kinds = kindsIn(safeMarkdown(parts.join("")));
        expect(kinds).not.toContain("html");
        expect(kinds).not.toContain("image");
      }),
      { numRuns: 5_000, examples: [[["```", "\n", "   ", "```", "\n", "<b>"]]] },
    );
  });

  it("has none either where code spans begin and end in different lines", () => {
    const few = ["`", "`", "``", "\n", "<b>", "![a](u)", " ", "\\", "x"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...few), { maxLength: 14 }), (parts) => {
        const kinds = kindsIn(safeMarkdown(parts.join("")));
        expect(kinds).not.toContain("html");
        expect(kinds).not.toContain("image");
      }),
      { numRuns: 5_000, examples: [[["`", "\n", "`", "<b>", "`"]]] },
    );
    expect(kindsIn("x <b> ![a](u)")).toEqual(expect.arrayContaining(["html", "image"]));
  });

  it("stays Markdown where nothing is wrong with it", () => {
    const text =
      "## Done\n\n- `a<b>` is **fine**\n\n```html\n<b>kept</b>\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |";
    expect(safeMarkdown(text)).toBe(text);
  });

  it("closes a fence that was left open, so that the next item is none of it", () => {
    expect(kindsIn(`${safeMarkdown("```\ncode")}\n\n### Next`)).toEqual(["code", "space", "heading", "text"]);
  });
});

describe("commands and outputs, exported", () => {
  it("are one block of code, whatever they hold", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...scraps, "````", "~~~~\n"), { maxLength: 20 }), (parts) => {
        expect(kindsIn(fenced("text", parts.join(""))).filter((kind) => kind !== "space")).toEqual(["code"]);
      }),
      { numRuns: 2_000 },
    );
  });

  it("tell what hides in them", () => {
    const item = {
      type: "commandExecution",
      id: "c",
      command: "echo \u202egnp.exe",
      cwd: "/work",
      processId: null,
      source: "agent",
      status: "completed",
      commandActions: [],
      aggregatedOutput: "ok\u200b\n",
      exitCode: 0,
      durationMs: 1,
    } as unknown as Parameters<typeof markdownItem>[0];
    const text = markdownItem(item);
    expect(text).toContain("echo [U+202E]gnp.exe");
    expect(text).toContain("ok[U+200B]");
    expect(text).toContain("completed, exit code 0");
  });
});

describe("a title, exported", () => {
  it("is nothing but words", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 12 }), (parts) => {
        const kinds = new Set(kindsIn(`# ${plain(`x ${parts.join("")} y`)}`));
        expect([...kinds].filter((kind) => !["heading", "text", "escape"].includes(kind))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

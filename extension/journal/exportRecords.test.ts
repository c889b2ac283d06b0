import fc from "fast-check";
import { marked, type Token } from "marked";
import { describe, expect, it } from "vitest";
import { exportCsv, exportMarkdown } from "./exportRecords.ts";
import type { JournalEntry, JournalRecord } from "./records.ts";

let seq = 0;
function record(entry: JournalEntry): JournalRecord {
  return { ...entry, version: 1, writer: "00000000", seq: seq++, atMs: 1_790_000_000_000 };
}
function hostile(text: string): JournalRecord[] {
  const shown = { kind: "command", command: text, [text]: text, list: [text, { deep: text }], none: null };
  return [
    record({
      type: "approvalShown",
      threadId: text,
      key: text,
      generation: 1,
      kind: text,
      question: text,
      shown,
      choices: [{ id: "accept", label: text, rule: null }],
    }),
    record({
      type: "approvalAnswered",
      threadId: text,
      key: text,
      choice: text,
      told: `rule ${text}`,
      by: "person",
    }),
    record({ type: "requestRefused", threadId: text, what: text }),
  ];
}

const marks = fc.constantFrom(
  ..."[]()!<>`~*_#-+=|\\&;:/.@\n\r\t \"'%".split(""),
  "```",
  "~~~",
  "\n\n",
  "\n# ",
  "](command:x)",
  "https://evil.example/",
  "www.evil.example",
  "<img src=x>",
  "&lt;",
  "$(check)",
  "\u202e",
  "\u200b",
  "\u2028",
  "=1+1",
  "+cmd|'/C calc'!A0",
  "@SUM(1)",
  "＝1",
  "a",
  "b",
  "0",
  "a@b.example",
);
const text = fc.array(marks, { maxLength: 14 }).map((parts) => parts.join(""));

function tokens(all: readonly Token[]): Token[] {
  return all.flatMap((token) => [token, ...tokens(("tokens" in token ? token.tokens : undefined) ?? [])]);
}

/** A reader of RFC 4180, strict. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [];
  for (let rest = csv; rest !== "";) {
    const row = /^(?:"(?:[^"]|"")*",?)+\r\n/.exec(rest)?.[0];
    if (row === undefined) throw new Error(`no row begins at ${rest.slice(0, 40)}`);
    rows.push([...row.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell = ""]) => cell.replaceAll('""', '"')));
    rest = rest.slice(row.length);
  }
  return rows;
}

describe("the record as Markdown", () => {
  it("reads as what happened", () => {
    const told = exportMarkdown([
      record({
        type: "approvalShown",
        threadId: "t-1",
        key: "k",
        generation: 1,
        kind: "command",
        question: "Run it?",
        shown: { command: "git push\necho", cwd: null },
        choices: [
          { id: "accept", label: "Allow", rule: null },
          { id: "cancel", label: "Deny", rule: null },
        ],
      }),
      record({
        type: "approvalAnswered",
        threadId: "t-1",
        key: "k",
        choice: "accept",
        told: "git push",
        by: "person",
      }),
    ]);
    expect(told).toBe(`# Record of approvals

## Thread t\\-1

**2026-09-21T14:13:20.000Z** Asked: Run it\\?

\`\`\`text
command: git push
  echo
choices: Allow | Deny
\`\`\`

**2026-09-21T14:13:20.000Z** Answered by a person: accept

\`\`\`text
git push
\`\`\`
`);
  });

  it("holds no link, picture, HTML or heading of anybody else, and every record", () => {
    fc.assert(
      fc.property(text, (outside) => {
        const all = tokens(marked.lexer(exportMarkdown(hostile(outside))));
        const kinds = all.map(({ type }) => type);
        for (const kind of ["link", "image", "html", "table", "list", "blockquote", "hr", "del", "def"])
          expect(kinds).not.toContain(kind);
        expect(kinds.filter((kind) => kind === "heading")).toHaveLength(2);
        expect(kinds.filter((kind) => kind === "code")).toHaveLength(2);
        expect(kinds.filter((kind) => kind === "strong")).toHaveLength(3);
      }),
      { numRuns: 400 },
    );
  });

  it("hides nothing", () => expect(exportMarkdown(hostile("a\u202eb"))).not.toContain("\u202e"));
  it("says when there is nothing", () => expect(exportMarkdown([])).toContain("Nothing was recorded."));
});

describe("the record as CSV", () => {
  it("has a row for each record, and no cell that is a formula", () => {
    fc.assert(
      fc.property(text, (outside) => {
        const rows = cellsOf(exportCsv(hostile(outside)));
        expect(rows.map((cells) => cells.length)).toEqual([7, 7, 7, 7]);
        for (const cell of rows.flat())
          expect(cell).not.toMatch(/^\s*[=+\-@\t\r＝＋－＠]|[\n\r\u202e\u2028]/);
      }),
      { numRuns: 400 },
    );
  });

  it("keeps ordinary text as it is", () => {
    const [, row] = cellsOf(exportCsv([record({ type: "requestRefused", threadId: "t", what: 'a "b", c' })]));
    expect(row?.slice(3, 5)).toEqual(["Refused without asking", 'a "b", c']);
  });
});

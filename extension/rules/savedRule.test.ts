import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRules } from "./savedRule.ts";

const file = "/home/ada/.codex/rules/default.rules";
const read = (text: string) => readRules(file, text);
const kinds = (text: string): string[] => read(text).map(({ kind }) => kind);

describe("rules that are read", () => {
  it("are those that the server writes", () => {
    const text =
      'prefix_rule(pattern=["git", "status"], decision="allow")\n' +
      'network_rule(host="blocked.example", protocol="http", decision="allow", justification="Allow http access")\n';
    expect(read(text)).toMatchObject([
      {
        kind: "prefix",
        file,
        line: 1,
        lastLine: 1,
        words: [["git"], ["status"]],
        decision: "allow",
        justification: null,
      },
      {
        kind: "network",
        line: 2,
        host: "blocked.example",
        protocol: "http",
        decision: "allow",
        justification: "Allow http access",
      },
    ]);
  });

  it("are those that a person writes", () => {
    const text = `# My rules
prefix_rule(
    pattern = ['git', ["log", 'show'],],  # alternatives
    decision = "prompt",
    justification = 'Look "twice" at it',
    match = [["git", "log"], "git show"],
    not_match = ["git push"],
)

prefix_rule(pattern=["echo", "it's \\"so\\"\\n"]) # default is to allow
`;
    const [first, second] = read(text);
    expect(first).toMatchObject({
      line: 2,
      lastLine: 8,
      words: [["git"], ["log", "show"]],
      decision: "prompt",
    });
    expect(first).toMatchObject({ justification: 'Look "twice" at it' });
    expect(first?.source).toBe(text.slice(text.indexOf("prefix_rule"), text.indexOf(")\n\n") + 1));
    expect(second).toMatchObject({ line: 10, decision: "allow", words: [["echo"], ['it\'s "so"\n']] });
    expect(second?.source).not.toContain("#");
  });

  it("stand where they stand, with any line ends", () => {
    const text =
      'prefix_rule(pattern=["a"])\r\n\r\nprefix_rule(\r\n pattern=["b"])\rprefix_rule(pattern=["c"])';
    expect(read(text).map(({ line, lastLine }) => [line, lastLine])).toEqual([
      [1, 1],
      [3, 4],
      [5, 5],
    ]);
  });
});

describe("what is not surely a rule", () => {
  it.each([
    ['if False:\n  prefix_rule(pattern=["rm"])', ["unread"]],
    ['if False: prefix_rule(pattern=["rm"])', ["unread"]],
    ['def f():\n  prefix_rule(pattern=["rm"])\n\n  prefix_rule(pattern=["mv"])\nf()', ["unread", "unread"]],
    ['prefix_rule(["rm"], "allow")', ["unread"]],
    ['prefix_rule(pattern=["r" + "m"])', ["unread"]],
    ['prefix_rule(pattern=["rm"], decision=d)', ["unread"]],
    ['prefix_rule(pattern=["rm"], pattern=["mv"])', ["unread"]],
    ['prefix_rule(pattern=["rm"], extra="x")', ["unread"]],
    ['prefix_rule(pattern=["rm"], decision="deny")', ["unread"]],
    ['prefix_rule(pattern="rm")', ["unread"]],
    ["prefix_rule(pattern=[])", ["unread"]],
    ['prefix_rule(pattern=[["rm", ["mv"]]])', ["unread"]],
    ['prefix_rule(pattern=["rm"]); prefix_rule(pattern=["mv"])', ["unread"]],
    ['x = prefix_rule(pattern=["rm"])', ["unread"]],
    ['prefix_rule(pattern=["rm"]).x', ["unread"]],
    ['prefix_rule(pattern=[r"rm"])', ["unread"]],
    ['prefix_rule(pattern=["""rm"""])', ["unread"]],
    ['prefix_rule(pattern=["\\x72m"])', ["unread"]],
    [' prefix_rule(pattern=["rm"])', ["unread"]],
    ['\ufeffprefix_rule(pattern=["rm"])', ["unread"]],
    ['prefix_rule(pattern=["rm"]', ["unread"]],
    ['prefix_rule(pattern=["rm\n"])', ["unread"]],
    ['"""\nprefix_rule(pattern=["rm"])\n"""', ["unread"]],
    ['host_executable(name="git", paths=["/usr/bin/git"])', ["unread"]],
    ['network_rule(host="a.example", protocol="http")', ["unread"]],
    ['prefix_rule\u00a0(pattern=["rm"])', ["unread"]],
    ["\u2028", ["unread"]],
    ["", []],
    ["# only a comment", []],
  ])("%j", (text, expected) => expect(kinds(text)).toEqual(expected));

  it("leaves its neighbours readable", () => {
    const rule = 'prefix_rule(pattern=["ls"])';
    expect(kinds(`${rule}\nx = r"y\\"\n${rule}`)).toEqual(["prefix", "unread"]);
    expect(kinds(`${rule}\nx = r"y"\n${rule}`)).toEqual(["prefix", "unread", "prefix"]);
    expect(kinds(`${rule}\nx = 5 // 2\n${rule}`)).toEqual(["prefix", "unread", "prefix"]);
    expect(kinds(`${rule}\nx = "never ended\n${rule}\n`)).toEqual(["prefix", "unread"]);
  });
});

describe("any text", () => {
  const pieces = fc.constantFrom(
    "prefix_rule(",
    'pattern=["a"]',
    ")",
    "\n",
    "\r\n",
    " ",
    '"',
    "'",
    '"""',
    "\\",
    "#",
    "[",
    "]",
    ",",
    "é",
    "\u2028",
    "if x:",
    "r",
    "network_rule(",
  );
  it("is told apart without a gap in what it says, in order, and quickly", () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join("");
        let at = 0;
        for (const rule of read(text)) {
          expect(rule.start).toBeGreaterThanOrEqual(at);
          expect(rule.source).toBe(text.slice(rule.start, rule.end));
          expect(text.slice(at, rule.start)).toMatch(/^(?:[ \t\r\n]|\\\r?\n|#[^\r\n]*)*$/);
          expect(rule.lastLine).toBeGreaterThanOrEqual(rule.line);
          at = rule.end;
        }
      }),
      { numRuns: 2_000 },
    );
    expect(read('prefix_rule(pattern=["a"])\n'.repeat(20_000))).toHaveLength(20_000);
  });
});

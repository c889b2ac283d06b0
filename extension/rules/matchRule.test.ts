import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchRule } from "./matchRule.ts";
import { readRules } from "./savedRule.ts";

const rules = readRules(
  "/r/default.rules",
  `prefix_rule(pattern=["git", "status"])
prefix_rule(pattern=["npm", ["test", "run"]], decision="allow")
prefix_rule(pattern=["git", "push"], decision="allow")
prefix_rule(pattern=["git", "push", "--force"], decision="prompt")
network_rule(host="a.example", protocol="http", decision="allow")
`,
);
const linesOf = (command: string, all = rules): number[] | undefined =>
  matchRule(command, all)?.map(({ line }) => line);

describe("a saved rule proves", () => {
  it.each([
    ["git status", [1]],
    ["/bin/bash -lc 'git status'", [1]],
    ["/bin/bash -lc 'git  status --short src/a.ts'", [1]],
    [`/bin/bash -lc "git status -s 'a b'"`, [1]],
    [`/bin/bash -lc "git status \\"it's\\""`, [1]],
    ["/usr/bin/zsh -lc 'git status'", [1]],
    ["/bin/bash -lc 'git status -- größe.txt'", [1]],
    ["/bin/bash -lc 'git status && npm run build; npm test | git status'", [1, 2]],
    ["/bin/bash -lc 'git push origin'", [3]],
    ["/bin/bash -lc 'git status 'x", [1]],
  ])("%s", (command, lines) => expect(linesOf(command)).toEqual(lines));
});

describe("a saved rule proves nothing of", () => {
  it.each([
    "git",
    "git log",
    "git statusx",
    "xgit status",
    "/usr/bin/git status",
    "./git status",
    "GIT status",
    "git 'status' && rm x",
    "/bin/bash -lc 'git push --force'",
    "/bin/bash -lc 'git push; git push --force'",
    "/bin/bash -lc 'git status && rm -rf x'",
    "/bin/bash -lc 'rm x; git status'",
    "/bin/bash -lc 'git status & rm x'",
    "/bin/bash -lc 'git status\nrm x'",
    "/bin/bash -lc 'git status > out'",
    "/bin/bash -lc 'git status < in'",
    "/bin/bash -lc 'git status 2>&1'",
    "/bin/bash -lc 'git status $(rm x)'",
    "/bin/bash -lc 'git status `rm x`'",
    "/bin/bash -lc 'git status $HOME'",
    `/bin/bash -lc 'git status "$(rm x)"'`,
    "/bin/bash -lc 'git status *.ts'",
    "/bin/bash -lc 'git status ~'",
    "/bin/bash -lc 'git status {a,b}'",
    "/bin/bash -lc 'GIT_DIR=x git status'",
    "/bin/bash -lc 'PATH=. git status'",
    "/bin/bash -lc 'g\"i\"t status'",
    "/bin/bash -lc 'g\\it status'",
    "/bin/bash -lc '\"git\" status'",
    "/bin/bash -lc 'git sta\\\ntus'",
    "/bin/bash -lc 'git status # x'",
    "/bin/bash -lc '(git status)'",
    "/bin/bash -lc '! git status'",
    "/bin/bash -lc 'if git status'",
    "/bin/bash -lc 'time git status'",
    "/bin/bash -lc 'cd x && git status'",
    "/bin/bash -lc 'alias git=rm; git status'",
    "/bin/bash -lc 'git\u00a0status'",
    "/bin/bash -lc 'git status\u2028rm'",
    "/bin/bash -lc 'g\u0456t status'",
    "/bin/bash -lc 'git\tstatus'",
    "/bin/bash -lc 'git status' 'x'",
    "/bin/bash -lc",
    "/bin/bash 'git status'",
    "bash -lc 'git status'",
    "/tmp/bash -lc 'git status'",
    "/bin/bash -xc 'git status'",
    "/bin/bash -lc 'git status;'",
    "/bin/bash -lc 'git status ;; npm test'",
    "/bin/bash -lc ''",
    "",
    " git status",
    "git status && npm test",
    "git status; rm x",
    "cmd /c git status",
    "/bin/bash -lc 'git status |& npm test'",
    "/bin/bash -lc 'git status =ls'",
    "/bin/bash -lc 'git status' ; rm x",
    "/bin/bash -lc 'git status \u202e'",
    `/bin/bash -lc 'git "status'`,
    "/bin/bash -lc 'env git status'",
    "/bin/bash -lc 'git status !!'",
    "/bin/bash -lc 'git() git status'",
    `a${" b".repeat(20_000)}`,
  ])("%j", (command) => expect(matchRule(command, rules)).toBeUndefined());

  it("anything while a file has something that cannot be read", () => {
    const doubtful = [...rules, ...readRules("/r/other.rules", "def prefix_rule(**x):\n  pass\n")];
    expect(matchRule("git status", doubtful)).toBeUndefined();
  });

  it("words that a shell takes for itself, though a rule names them", () => {
    const words = ["time", "env", "cd", "if", "source", ".", "eval", "command", "export", "function"];
    const named = readRules("f", `prefix_rule(pattern=[${JSON.stringify(words)}])\n`);
    for (const word of words) {
      expect(matchRule(`/bin/bash -lc '${word} git status'`, named), word).toBeUndefined();
    }
  });

  it("anything without a rule", () => expect(matchRule("git status", [])).toBeUndefined());
});

/**
 * A shell's own way through a script, as POSIX tells it and written apart from ours: the words of each program, or
 * `undefined` where what runs depends on more than the text.
 */
function referenceWords(script: string): string[][] | undefined {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (let at = 0; at < script.length; at++) {
    const c = script.charAt(at);
    if (c === "'") {
      const end = script.indexOf("'", at + 1);
      if (end === -1) return undefined;
      word = (word ?? "") + script.slice(at + 1, end);
      at = end;
    } else if (c === '"') {
      word ??= "";
      for (at++; script.charAt(at) !== '"'; at++) {
        if (at >= script.length || "$`".includes(script.charAt(at))) return undefined;
        if (script.charAt(at) === "\\" && '"\\$`\n'.includes(script.charAt(at + 1))) at++;
        word += script.charAt(at);
      }
    } else if (c === "\\") word = (word ?? "") + script.charAt(++at);
    else if ("$`<>(){}*?[]~!".includes(c)) return undefined;
    else if (c === "#" && word === undefined) return undefined;
    else if (" \t".includes(c)) endWord();
    else if (";&|\n".includes(c)) {
      endWord();
      while (";&|\n".includes(script.charAt(at + 1)) && at + 1 < script.length) at++;
      commands.push([]);
    } else word = (word ?? "") + c;
  }
  endWord();
  const programs = commands.filter((words) => words.length > 0);
  return programs.some(([first = ""]) => first.includes("=")) ? undefined : programs;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;
const allowed = new Set(["git status", "npm test", "npm run", "git push"]);

describe("any command", () => {
  const piece = fc.constantFrom(
    "git status",
    "git",
    "status",
    "npm test",
    " ",
    "  ",
    "'",
    '"',
    "\\",
    "$",
    "$(",
    ")",
    "`",
    ";",
    "&&",
    "&",
    "||",
    "|",
    "\n",
    "\t",
    ">",
    "<",
    "*",
    "~",
    "=",
    "A=1 ",
    "#",
    "\u00a0",
    "\u2003",
    "\u200b",
    "\u2028",
    "{",
    "}",
    "x",
    "-s",
    "rm",
    "é",
    "!",
    "(",
    "[",
    "/bin/bash -lc ",
  );
  const script = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((parts) => parts.join("")),
    fc.array(piece, { maxLength: 4 }).map((parts) => `git status ${parts.join("")}`),
    fc
      .array(fc.constantFrom("git status", "npm test", "npm run x", "-s", "'a b'", '"c"', "rm"), {
        maxLength: 5,
      })
      .chain((words) => fc.constantFrom(" && ", "; ", " | ", " ").map((join) => words.join(join))),
  );

  it("is claimed only where every program of it begins with the words of a rule", () => {
    let claims = 0;
    fc.assert(
      fc.property(script, (text) => {
        if (!matchRule(`/bin/bash -lc ${quoted(text)}`, rules)) return;
        claims++;
        const programs = referenceWords(text);
        expect(programs?.length).toBeGreaterThan(0);
        for (const words of programs ?? []) expect(allowed).toContain(words.slice(0, 2).join(" "));
      }),
      { numRuns: 20_000 },
    );
    expect(claims).toBeGreaterThan(500);
  });

  it("that is no script is claimed only when its own words are those of a rule", () => {
    fc.assert(
      fc.property(script, (text) => {
        if (!matchRule(text, rules)) return;
        const [words = [], ...more] = referenceWords(text) ?? [];
        expect(more).toEqual([]);
        const programs = words[0] === "/bin/bash" ? (referenceWords(words[2] ?? "") ?? []) : [words];
        expect(programs.length).toBeGreaterThan(0);
        for (const program of programs) expect(allowed).toContain(program.slice(0, 2).join(" "));
      }),
      { numRuns: 20_000 },
    );
  });
});

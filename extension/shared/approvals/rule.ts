// Rules that a person can have saved: for commands that begin with certain words, for a host, for a tool. Which
// are offered at all, how far a command's rule may be shortened, and what it would cover, in words. Pure; the host
// builds the rule that is sent from the stored request and a count of words.

import { isMarked } from "../neutralise.ts";

/** What would be saved. Words, host and names are outside text. */
export type SavedRule =
  | {
      readonly kind: "prefix";
      /** The words that the server proposed; a person may leave out some at the end. */
      readonly words: readonly string[];
      /** At least so many words have to stay. */
      readonly leastWords: number;
    }
  | { readonly kind: "host"; readonly host: string; readonly protocol: string; readonly allows: boolean }
  | { readonly kind: "mcpTool"; readonly server: string; readonly tool: string };

/** The rule for a proposal of the server; null when it is none that we offer. */
export function prefixRule(words: readonly string[]): SavedRule | null {
  if (!isOfferableRule(words)) return null;
  let leastWords = words.length;
  while (leastWords > 1 && isOfferableRule(words.slice(0, leastWords - 1))) leastWords--;
  return { kind: "prefix", words, leastWords };
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** Programs that run, fetch or change whatever they are told: their name alone would allow anything. */
const tooWide = set(
  "sh bash zsh fish dash ksh cmd powershell pwsh env sudo doas su xargs eval exec command nohup nice time timeout setsid " +
    "python python2 python3 node deno bun ruby perl php lua osascript awk gawk sed find tee dd " +
    "curl wget nc ncat ssh scp rsync telnet ftp npx pnpm npm yarn bunx pipx uvx uv pip pip3 cargo go gem brew apt apt-get " +
    "docker podman kubectl git rm mv cp chmod chown make",
);
/** Words of package and container runners behind which the program to run only follows. */
const runners = set(
  "npm pnpm yarn bun bunx npx deno pip pip3 pipx uv uvx docker podman kubectl cargo go gem brew apt apt-get",
);
const runWords = set("run exec x dlx create init install i add ci tool build get");
/** Programs that run the words behind them. */
const wrappers = set("env sudo doas xargs command nohup nice time timeout setsid exec eval");

/**
 * A rule that consists only of an interpreter, shell, network or package-runner word (flags and the runner's own
 * words aside) is never offered: it would allow anything. Neither is one with hidden or look-alike characters.
 */
export function isOfferableRule(rule: readonly string[]): boolean {
  const [first, ...rest] = rule;
  if (first === undefined || rule.some((word) => word === "" || isMarked(word, "code"))) return false;
  const program = programOf(first);
  if (wrappers.has(program)) {
    const inner = rest.slice(rest.findIndex((word) => !word.startsWith("-") && !/^\w+=|^\d/.test(word)));
    return inner.length > 0 && inner.length <= rest.length && rest.some((word) => !word.startsWith("-"))
      ? isOfferableRule(inner)
      : false;
  }
  if (!tooWide.has(program)) return true;
  const telling = rest.filter((word) => !word.startsWith("-"));
  return telling.some((word) => !(runners.has(program) && runWords.has(word)));
}

function programOf(word: string): string {
  const name = word.split(/[\\/]/).at(-1) ?? "";
  return name.toLowerCase().replace(/\.exe$/, "");
}

/** Whether the command line is a whole shell script: then the rule is that script and no prefix of it. */
export function isScriptRule(words: readonly string[]): boolean {
  return words.length >= 3 && tooWide.has(programOf(words[0] ?? "")) && /^-\w*c$/.test(words[1] ?? "");
}

/** What the first `count` words of a rule would cover, in a plain sentence without outside text. */
export function coverageOf(words: readonly string[], count: number): string {
  if (isScriptRule(words.slice(0, count))) return "Covers exactly this script, and nothing else.";
  if (count >= words.length) return "Covers this command, also with more words behind it.";
  const cut = words.length - count;
  return `Covers every command that begins with ${count === 1 ? "this word" : "these words"}: ${
    cut === 1 ? "the last word" : `the last ${cut} words`
  } may be anything.`;
}

/** The rule as the server writes it to its rules file. */
export function lineOfRule(rule: SavedRule): string {
  switch (rule.kind) {
    case "prefix":
      return `prefix_rule(pattern=[${rule.words.map((word) => JSON.stringify(word)).join(", ")}], decision="allow")`;
    case "host":
      return `network_rule(host=${JSON.stringify(rule.host)}, protocol=${JSON.stringify(rule.protocol)}, decision="${
        rule.allows ? "allow" : "deny"
      }")`;
    case "mcpTool":
      return `mcp_servers.${rule.server}.tools.${rule.tool}.approval_mode = "approve"`;
  }
}

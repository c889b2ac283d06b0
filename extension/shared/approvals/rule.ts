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
      /** Whether commands under the rule then run outside the sandbox; else they run inside, and ask no more. */
      readonly runsOutside: boolean;
    }
  | { readonly kind: "host"; readonly host: string; readonly protocol: string; readonly allows: boolean }
  | { readonly kind: "mcpTool"; readonly server: string; readonly tool: string };

/** The rule for a proposal of the server; null when it is none that we offer. */
export function prefixRule(words: readonly string[], runsOutside: boolean): SavedRule | null {
  if (!isOfferableRule(words)) return null;
  let leastWords = words.length;
  while (leastWords > 1 && isOfferableRule(words.slice(0, leastWords - 1))) leastWords--;
  return { kind: "prefix", words, leastWords, runsOutside };
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const shells = set("sh bash zsh fish dash ash ksh csh tcsh rbash");
/** Programs that run, fetch or change whatever they are told: their name alone would allow anything. */
const tooWide = set(
  "sh bash zsh fish dash ash ksh csh tcsh rbash busybox cmd powershell pwsh env sudo doas su xargs eval exec command source " +
    "nohup nice ionice time timeout setsid stdbuf watch parallel chroot unshare nsenter flock strace gdb script screen tmux " +
    "python ipython pypy py node nodejs tsx ts-node deno bun ruby perl php lua luajit osascript java dotnet julia rscript " +
    "awk gawk mawk sed find tee dd vi vim nvim ed ex emacs " +
    "curl wget nc ncat netcat socat ssh scp sftp rsync rclone telnet ftp http https xh aria2c " +
    "npx npm pnpm pnpx yarn bunx pipx uvx uv pip poetry pipenv conda mamba cargo go gem bundle brew apt apt-get dnf yum nix " +
    "docker podman nerdctl kubectl helm git gh make just rm mv cp ln install chmod chown",
);
/** Words of package and container runners behind which the program to run only follows. */
const runners = set(
  "npm pnpm yarn bun bunx npx pnpx deno pip pipx uv uvx poetry pipenv conda mamba docker podman nerdctl kubectl cargo go " +
    "gem bundle brew apt apt-get dnf yum nix just",
);
const runWords = set("run run-script exec x dlx create init install i add tool get compose shell");
/** Words that say as little, unless one of those stands before them: `npm run build`. */
const taskWords = set("ci build");
/** Programs that run the words behind them. */
const wrappers = set(
  "env sudo doas xargs command nohup nice ionice time timeout setsid stdbuf watch parallel chroot flock strace exec eval",
);

/**
 * A rule that consists only of an interpreter, shell, network or package-runner word is never offered, for it would
 * allow anything: flags, what may be the value of a flag, and the runner's own words do not count. Neither is one
 * with hidden or look-alike characters. Said of too much rather than of too little: the command itself can be
 * allowed all the same.
 */
export function isOfferableRule(rule: readonly string[]): boolean {
  const [first, ...rest] = rule;
  if (first === undefined || rule.some((word) => word === "" || isMarked(word, "code"))) return false;
  if (isScriptRule(rule)) return true;
  const program = programOf(first);
  if (wrappers.has(program)) {
    const inner = rest.findIndex((word, at) => isTelling(program, rest, at) && !/^\w+=|^\d/.test(word));
    return inner >= 0 && isOfferableRule(rest.slice(inner));
  }
  if (!tooWide.has(program)) return true;
  const telling = rest.filter((_, at) => isTelling(program, rest, at));
  if (!runners.has(program)) return telling.length > 0;
  const said = telling.findIndex((word) => !runWords.has(word));
  return said > 0 || (said === 0 && !taskWords.has(telling[0] ?? ""));
}

/** Neither a flag nor perhaps the value of the flag before it. */
function isTelling(program: string, rest: readonly string[], at: number): boolean {
  const [before = "", word = ""] = [rest[at - 1], rest[at]];
  if (/^[-+]/.test(word)) return false;
  const isModule = before === "-m" && (program === "python" || program === "py");
  return isModule || !before.startsWith("-") || before === "--" || /=|^-[a-zA-Z]\d+$/.test(before);
}

/** The name without its folder, its ending and its version: `/usr/bin/python3.12` is python. */
function programOf(word: string): string {
  const name = word.split(/[\\/]/).at(-1) ?? "";
  const plain = name.toLowerCase().replace(/\.(exe|cmd|bat|com|ps1)$/, "");
  return plain.replace(/-?\d+(\.\d+)*$/, "") || plain;
}

/** Whether the command line is a whole shell script: then the rule is that script and no prefix of it. */
export function isScriptRule([program = "", flag = "", script = ""]: readonly string[]): boolean {
  // A script cannot begin like a flag: the shell would take the word behind it instead.
  return shells.has(programOf(program)) && /^-\w*c$/.test(flag) && script !== "" && !/^[-+]/.test(script);
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

/**
 * What a saved rule does to later commands, in a plain sentence. Seen on the pinned binary: where a profile hides a
 * file from commands, one that a rule allows runs inside the sandbox and is never asked about again, whatever it needs.
 */
export function effectOf(runsOutside: boolean): string {
  return runsOutside
    ? "They then run outside the sandbox without asking."
    : "They then run without asking, but inside the sandbox; what works only outside it fails.";
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

// What a saved rule is: one call in a rules file of the Codex home, with where it stands. Knows shapes; reads no disk.
// Always: `source` is the text of the file from `start` to `end`, and a call that is not surely what we take it for
// is `unread`.

import { readStatements, type Call, type Literal } from "./starlark.ts";

export interface RulePlace {
  /** Absolute path, as found in the rules folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly lastLine: number;
  readonly start: number;
  readonly end: number;
  readonly source: string;
}

export type PrefixDecision = "allow" | "prompt" | "forbidden";

export interface PrefixRule extends RulePlace {
  readonly kind: "prefix";
  /** For each place of the command the words that may stand there. */
  readonly words: readonly (readonly string[])[];
  readonly decision: PrefixDecision;
  readonly justification: string | null;
}

export interface NetworkRule extends RulePlace {
  readonly kind: "network";
  readonly host: string;
  readonly protocol: string;
  readonly decision: "allow" | "prompt" | "deny";
  readonly justification: string | null;
}

/** Something in the file that Lectern cannot read, or cannot read whole. */
export interface UnreadRule extends RulePlace {
  readonly kind: "unread";
}

export type FileRule = PrefixRule | NetworkRule | UnreadRule;

export function readRules(file: string, text: string): FileRule[] {
  const statements = readStatements(text);
  const lineAt = lineCounter(text);
  return statements.map(({ start, end, call }) => {
    const place = {
      file,
      line: lineAt(start),
      lastLine: lineAt(end),
      start,
      end,
      source: text.slice(start, end),
    };
    const read = call && (prefixRule(place, call) ?? networkRule(place, call));
    return read ?? { ...place, kind: "unread" };
  });
}

function prefixRule(place: RulePlace, { name, args }: Call): PrefixRule | undefined {
  const known = ["pattern", "decision", "justification", "match", "not_match"];
  if (name !== "prefix_rule" || !hasOnly(args, known)) return undefined;
  const words = patternOf(args.get("pattern"));
  const decision = args.get("decision") ?? "allow";
  const justification = args.get("justification") ?? null;
  if (!words || (decision !== "allow" && decision !== "prompt" && decision !== "forbidden")) return undefined;
  if (Array.isArray(justification)) return undefined;
  return { ...place, kind: "prefix", words, decision, justification };
}

function networkRule(place: RulePlace, { name, args }: Call): NetworkRule | undefined {
  if (name !== "network_rule" || !hasOnly(args, ["host", "protocol", "decision", "justification"]))
    return undefined;
  const host = args.get("host");
  const protocol = args.get("protocol");
  const decision = args.get("decision");
  const justification = args.get("justification") ?? null;
  if (typeof host !== "string" || typeof protocol !== "string" || Array.isArray(justification))
    return undefined;
  if (decision !== "allow" && decision !== "prompt" && decision !== "deny") return undefined;
  return { ...place, kind: "network", host, protocol, decision, justification };
}

function hasOnly(args: ReadonlyMap<string, Literal>, names: readonly string[]): boolean {
  return [...args.keys()].every((name) => names.includes(name));
}

function patternOf(pattern: Literal | undefined): string[][] | undefined {
  if (!Array.isArray(pattern) || pattern.length === 0) return undefined;
  const words: string[][] = [];
  for (const place of pattern) {
    const choices = typeof place === "string" ? [place] : place;
    if (choices.length === 0 || !choices.every((choice) => typeof choice === "string")) return undefined;
    words.push(choices);
  }
  return words;
}

/** Lines from 1, as editors count them: `\n`, `\r\n` and a lone `\r` end one. Offsets must come in order. */
function lineCounter(text: string): (offset: number) => number {
  const ends = [...text.matchAll(/\r\n|\n|\r/g)].map(({ index }) => index);
  let passed = 0;
  return (offset) => {
    while ((ends[passed] ?? Infinity) < offset) passed++;
    return passed + 1;
  };
}

// Which saved rules prove that a command needed no asking. The server does not tell which rule answered: this says
// so only where our own reading leaves no doubt. It decides nothing: what runs is the server's affair alone.
// Always: undefined when anything in the rules or in the command is not surely understood.

import path from "node:path";
import { plainCommands } from "./plainCommand.ts";
import type { RulesRead } from "./ruleFiles.ts";
import type { FileRule, PrefixRule } from "./savedRule.ts";

/** The rules that allow the command, one for each program in it, each told once; undefined in any doubt. */
export function matchRule(command: string, rules: readonly FileRule[]): PrefixRule[] | undefined {
  // What we cannot read may forbid, ask or make names mean something else.
  if (rules.some(({ kind }) => kind === "unread")) return undefined;
  const commands = plainCommands(command);
  if (!commands) return undefined;
  const prefixes = rules.filter((rule) => rule.kind === "prefix");
  const proofs: PrefixRule[] = [];
  for (const words of commands) {
    const matching = prefixes.filter((rule) => matches(rule, words));
    // The strictest of all that match decides.
    const [first] = matching;
    if (!first || matching.some(({ decision }) => decision !== "allow")) return undefined;
    if (!proofs.includes(first)) proofs.push(first);
  }
  return proofs;
}

/** The rules that allow the command, by file and line (outside text); null in any doubt. */
export function provedBy(command: string, { rules, unreadFiles }: RulesRead): string | null {
  if (unreadFiles.length > 0) return null;
  const proofs = matchRule(command, rules);
  return proofs?.map(({ file, line }) => `${path.basename(file)}:${line}`).join(", ") ?? null;
}

function matches({ words }: PrefixRule, command: readonly string[]): boolean {
  return (
    words.length <= command.length && words.every((choices, index) => choices.includes(command[index] ?? ""))
  );
}

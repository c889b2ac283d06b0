// Takes a command as items tell it apart into the words of each program that it runs, when that is beyond doubt: no
// expansion, no redirection, no assignment, no word that shells treat specially. Runs and looks up nothing.
// Always: undefined in any doubt. It reads less than shells do, never other than they do.

import { isMarked } from "../shared/neutralise.ts";

const maxLength = 20_000;

/** The words of each program, in order. */
export function plainCommands(command: string): string[][] | undefined {
  if (command.length > maxLength || isMarked(command, "code")) return undefined;
  const argv = argvOf(command);
  if (!argv) return undefined;
  const [shell = "", flag, script] = argv;
  if (/^(?:\/usr)?\/bin\/(?:ba|z)?sh$/.test(shell) && (flag === "-lc" || flag === "-c")) {
    return argv.length === 3 && script !== undefined ? splitScript(script) : undefined;
  }
  const isShell = /(?:^|[\\/])(?:\w*sh|pwsh|powershell|cmd)(?:\.exe)?$/i.test(shell);
  return isShell || !isProgram(shell) ? undefined : [argv];
}

/** How the server joins words: bare, in single quotes, in double quotes with escapes, these side by side. */
function argvOf(command: string): string[] | undefined {
  const word = /(?:[\w./:=@%+,-]|'[^']*'|"(?:[^"\\$`!]|\\["\\$`])*")+/y;
  const argv: string[] = [];
  for (let at = 0; at < command.length;) {
    word.lastIndex = at;
    const found = word.exec(command)?.[0];
    if (found === undefined) return undefined;
    argv.push(
      found.replaceAll(
        /'([^']*)'|"((?:[^"\\]|\\.)*)"/gs,
        (_all, single?: string, double?: string) => single ?? (double ?? "").replaceAll(/\\(.)/gs, "$1"),
      ),
    );
    at += found.length;
    if (at < command.length && command[at++] !== " ") return undefined;
  }
  return argv;
}

/** Words of a shell that no rule speaks of: they change what the rest means. */
const special = new Set(
  (
    "if then else elif fi for in do done while until case esac select function time coproc { } ! [[ ]] [ . source eval exec " +
    "command builtin alias unalias export declare typeset local readonly set unset shopt trap cd pushd popd env nohup enable"
  ).split(" "),
);

/** A script of plain words, joined by `&&`, `||`, `;` or `|`. */
function splitScript(script: string): string[][] | undefined {
  const part =
    /(?<blank> +)|(?<join>&&|\|\||;|\|(?![&|]))|(?<word>[\p{L}\p{N}_./:@%+,=-]+|'[^'\n]*'|"[^"\\$`!\n]*")(?=[ ;&|]|$)/uy;
  const commands: string[][] = [[]];
  for (let at = 0; at < script.length; at = part.lastIndex) {
    part.lastIndex = at;
    const { join, word } = part.exec(script)?.groups ?? ((part.lastIndex = 0), {});
    if (part.lastIndex === 0) return undefined;
    if (join !== undefined) commands.push([]);
    // zsh looks up the program that is named behind it.
    if (word?.startsWith("=")) return undefined;
    if (word !== undefined) commands.at(-1)?.push(/^['"]/.test(word) ? word.slice(1, -1) : word);
    if (word !== undefined && commands.at(-1)?.length === 1 && !isProgram(word)) return undefined;
  }
  return commands.every((words) => words.length > 0) ? commands : undefined;
}

/** The first word: bare, no assignment, nothing that the shell does itself. */
function isProgram(word: string): boolean {
  return /^[\w./+-]+$/.test(word) && !special.has(word);
}

// What the test client was asked to do, read from its command line. It checks the form and resolves paths; what
// exists on the disk is for others to find out.

import { resolve } from "node:path";
import { parseArgs } from "node:util";

export const usage = `npm run client -- "PROMPT" [options]

  --cwd DIR            the folder to work in (default: the current one; with --resume, the thread's own)
  --codex-home DIR     the Codex home (default: CODEX_HOME, else ~/.codex)
  --app-server PATH    another Codex program than the bundled one
  --config KEY=VALUE   a setting of the server, with a TOML value; may be repeated
  --decide WHAT        accept, decline or ask, when an approval comes (default: decline)
  --resume ID          go on with this thread
  --state              print the thread's state as one JSON object at the end; the account goes to stderr
  --wire               print every line that is sent (>) and received (<)
  --help               print this

Exit code: 0 the turn completed, 1 it failed or was interrupted, 2 the server could not run.`;

export type Decide = "accept" | "decline" | "ask";

export interface Arguments {
  readonly prompt: string;
  /** A new thread in a folder, or an earlier one, in its own folder unless another is given. Absolute paths. */
  readonly thread:
    | { readonly kind: "new"; readonly cwd: string }
    | { readonly kind: "earlier"; readonly id: string; readonly cwd: string | undefined };
  /** Absolute; undefined: as the extension resolves it without a setting. */
  readonly codexHome: string | undefined;
  /** Absolute; undefined: the bundled program. */
  readonly appServerPath: string | undefined;
  readonly config: readonly string[];
  readonly decide: Decide;
  readonly state: boolean;
  readonly wire: boolean;
}

/** The command line makes no sense. The message says why, in one line. */
export class UsageProblem extends Error {
  override readonly name = "UsageProblem";
}

const options = {
  cwd: { type: "string" },
  "codex-home": { type: "string" },
  "app-server": { type: "string" },
  config: { type: "string", multiple: true },
  decide: { type: "string" },
  resume: { type: "string" },
  state: { type: "boolean" },
  wire: { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** Reads the arguments behind the program's name; "help" when only that is wanted. Throws UsageProblem. */
export function parseArguments(args: readonly string[], currentFolder: string): Arguments | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const [prompt, ...more] = positionals;
  if (prompt === undefined || prompt.trim() === "") throw new UsageProblem("There is no prompt.");
  if (more.length > 0) throw new UsageProblem("There is more than one prompt: put it in quotes.");
  const { config = [], decide = "decline", resume, state = false, wire = false } = values;
  for (const entry of config) {
    if (!/^[^=]+=/.test(entry)) throw new UsageProblem(`--config wants key=value, not “${entry}”.`);
  }
  const path = (given: string | undefined): string | undefined =>
    given === undefined ? undefined : resolve(currentFolder, given);
  return {
    prompt,
    thread:
      resume === undefined
        ? { kind: "new", cwd: path(values.cwd) ?? currentFolder }
        : { kind: "earlier", id: resume, cwd: path(values.cwd) },
    codexHome: path(values["codex-home"]),
    appServerPath: path(values["app-server"]),
    config,
    decide: readDecide(decide),
    state,
    wire,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // Its first sentence names the argument; the rest explains a form that is of no use here.
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageProblem((message.split(/\.\s|\n/, 1)[0] ?? message).replace(/\.$/, ""));
  }
}

function readDecide(value: string): Decide {
  if (value === "accept" || value === "decline" || value === "ask") return value;
  throw new UsageProblem(`--decide wants accept, decline or ask, not “${value}”.`);
}

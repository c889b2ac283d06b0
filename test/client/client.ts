// The headless test client: one prompt on the extension's own modules, without VS Code. This file is the door:
// it reads the command line, prints, listens to signals and sets the exit code. It leaves no process behind.
//
// npm run client -- "PROMPT" [options]; --help lists them.

import { parseArguments, usage, UsageProblem, type Arguments } from "./arguments.ts";
import { run, type Outside } from "./run.ts";
import { Asker } from "./terminal.ts";

const failedToRun = 2;

function main(): Promise<void> {
  const wanted = parseArguments(process.argv.slice(2), process.cwd());
  if (wanted !== "help") return prompt(wanted);
  console.log(usage);
  return Promise.resolve();
}

async function prompt(wanted: Arguments): Promise<void> {
  const ending = new AbortController();
  const enough = (): void => ending.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, enough);
  // A reader that left is told by an error event, which would end us before the server.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", enough);
  const account = wanted.state ? process.stderr : process.stdout;
  const write = (text: string): void => void account.write(text);
  const asker = new Asker(process.stdin, write);
  ending.signal.addEventListener("abort", () => asker.close());
  const outside: Outside = {
    write,
    onLine: wanted.wire ? printWire : undefined,
    choose: (approval) => asker.choose(approval),
    enough: ending.signal,
  };
  const { exitCode, state } = await run(wanted, outside);
  asker.close();
  if (wanted.state && state !== undefined) process.stdout.write(`${visible(JSON.stringify(state))}\n`);
  process.exitCode = exitCode;
}

function printWire(direction: "sent" | "received", line: string): void {
  process.stdout.write(`${direction === "sent" ? ">" : "<"} ${visible(line)}\n`);
}

/** The same JSON, with characters escaped that a terminal might obey or that would reorder the line. */
function visible(json: string): string {
  return json.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageProblem ? `${message}\n\n${usage}` : message);
  process.exitCode = failedToRun;
}

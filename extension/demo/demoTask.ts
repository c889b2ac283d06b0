// What the offline demo does in a folder: which files it reads, which command it asks for, which change it
// proposes. Decided from what the earlier calls showed, so it fits any folder and harms none.
// It reads a request and makes texts; it streams nothing and touches no file.

import { commandOutput, type ModelRequest, type ToolCall, wasRefused } from "../../test/provider/request.ts";

export interface DemoTask {
  readonly command: string;
  /** Why the command asks; the approval card quotes it. */
  readonly justification: string;
  readonly patch: string;
  /** The file to read again after the change, relative to the folder. */
  readonly file: string;
  /** What the change is for, as the end of "The change …". */
  readonly change: string;
  /** The core of the change, for the closing message. */
  readonly excerpt: { readonly language: string; readonly text: string };
}

/** What became of a call that asked for permission. */
export type Outcome = "done" | "declined" | "refused";

export interface DemoPlace {
  /** The system that the server runs on: process.platform. */
  readonly platform: string;
  /** Whether a name is still free in the folder of the thread. */
  readonly isFree: (name: string) => boolean;
}

const sampleFiles = ["README.md", "src/greeting.js", "test/greeting.test.js"] as const;
const readable = [
  "README.md",
  "readme.md",
  "README",
  "package.json",
  "pyproject.toml",
  "Cargo.toml",
  "go.mod",
];
const signature = /^export function greet\(name\) \{$/m;

/** The shell commands that read a few files of a folder with this listing; none when nothing is known. */
export function readCommands(listing: string, platform: string): string[] {
  const names = new Set(listing.split(/\s+/));
  if (["README.md", "package.json", "src", "test"].every((name) => names.has(name))) {
    return sampleFiles.map((path) => `cat ${path}`);
  }
  const name = readable.find((candidate) => names.has(candidate));
  if (name === undefined) return [];
  return [platform === "win32" ? `Get-Content -TotalCount 20 ${name}` : `head -n 20 ${name}`];
}

/** The task that fits what the calls of this turn showed. */
export function taskFor({ turnCalls }: Pick<ModelRequest, "turnCalls">, place: DemoPlace): DemoTask {
  const read = (path: string): string => {
    const call = turnCalls.find((made) => commandOf(made) === `cat ${path}`);
    return commandOutput(call?.output ?? "").replaceAll("\r\n", "\n");
  };
  const source = read("src/greeting.js");
  const test = read("test/greeting.test.js");
  const fits = signature.test(source) && test.includes("greet(") && !test.includes('greet("")');
  // After the change the first free name is another one: then the patch itself says which it was.
  const added = turnCalls.map(({ input }) => /^\*\*\* Add File: (.+)$/m.exec(input)?.[1]).find(Boolean);
  return fits ? sampleTask(source, test) : noteTask(place.platform, added ?? freeName(place));
}

/** The command line of an exec_command call, else undefined. */
export function commandOf(call: ToolCall): string | undefined {
  return argumentsOf(call)["cmd"];
}

/** Whether the call asks to leave the sandbox. */
export function isEscalated(call: ToolCall): boolean {
  return argumentsOf(call)["sandbox_permissions"] === "require_escalated";
}

export function outcomeOf(call: ToolCall): Outcome {
  const output = call.output ?? "";
  if (wasRefused(output)) return "declined";
  const ran = /^Process (exited with code|running with session ID)|^Success\. Updated/m.test(output);
  return ran ? "done" : "refused";
}

/** The exit code of a command that ran to its end, else undefined. */
export function exitCodeOf(call: ToolCall): number | undefined {
  const code = /^Process exited with code (-?\d+)$/m.exec(call.output ?? "")?.[1];
  return code === undefined ? undefined : Number(code);
}

function argumentsOf(call: ToolCall): Record<string, string | undefined> {
  if (call.name !== "exec_command") return {};
  try {
    return JSON.parse(call.input) as Record<string, string | undefined>;
  } catch {
    return {};
  }
}

function sampleTask(source: string, test: string): DemoTask {
  const head = signature.exec(source)?.[0] ?? "";
  const line = '  if (name.trim() === "") return "Hello!";';
  const tail = test.trimEnd().split("\n").slice(-2);
  const added = ["", 'test("greets without a name", () => {', '  assert.equal(greet(""), "Hello!");', "});"];
  return {
    command: "node --test",
    justification: "May the tests of this folder run outside the sandbox?",
    patch: [
      "*** Begin Patch",
      "*** Update File: src/greeting.js",
      "@@",
      ` ${head}`,
      `+${line}`,
      "*** Update File: test/greeting.test.js",
      "@@",
      ...tail.map((text) => ` ${text}`),
      ...added.map((text) => `+${text}`),
      "*** End Patch",
      "",
    ].join("\n"),
    file: "src/greeting.js",
    change: "makes `greet` answer an empty name, and adds a test for it",
    excerpt: { language: "js", text: line.trim() },
  };
}

function freeName({ isFree }: DemoPlace): string {
  let n = 1;
  const name = (): string => (n === 1 ? "lectern-demo.md" : `lectern-demo-${n}.md`);
  while (!isFree(name())) n += 1;
  return name();
}

function noteTask(platform: string, file: string): DemoTask {
  const lines = [
    "# Lectern demo",
    "",
    "This file was added by the offline demo of Lectern: by a script, not by a model.",
    "You can delete it at any time.",
  ];
  return {
    // Both parts only read: the name of the branch, or the file names where there is no repository.
    command: platform === "win32" ? "ls" : "git branch --show-current || ls",
    justification:
      "May this command run outside the sandbox? It only prints the current branch or the file names.",
    patch: [
      "*** Begin Patch",
      `*** Add File: ${file}`,
      ...lines.map((text) => `+${text}`),
      "*** End Patch",
      "",
    ].join("\n"),
    file,
    change: `adds one new file, \`${file}\``,
    excerpt: { language: "md", text: lines.join("\n") },
  };
}

// The words of a card: its question, which holds no outside text, and in one line what the question is about.

import type { Ask } from "./ask.ts";
import { wordsOfGrant } from "./grants.ts";

/** The question of the card, in plain words and without outside text. */
export function questionOf(ask: Ask): string {
  switch (ask.kind) {
    case "command":
      if (ask.needsPerson) return "Run this command?";
      return ask.permissions.length > 0
        ? "Run this command with more permissions?"
        : "Run this command outside the sandbox?";
    case "stdin":
      return "Type this into a running program?";
    case "network":
      return "Allow network access to this host?";
    case "fileChange": {
      const count = ask.changes?.length;
      if (count === undefined) return "Let Codex change files?";
      return count === 1 ? "Let Codex change 1 file?" : `Let Codex change ${count} files?`;
    }
    case "permissions":
      return "Give Codex these permissions?";
    case "questions":
      return ask.questions.length === 1
        ? "Codex asks you a question"
        : `Codex asks you ${ask.questions.length} questions`;
    case "mcpForm":
      return ask.fields.length === 0
        ? "An MCP server asks for your agreement"
        : "An MCP server asks you to fill in a form";
    case "mcpUrl":
      return "An MCP server asks you to open a web page";
    case "mcpTool":
      return "Run this tool of an MCP server?";
    case "mcpUnknown":
      return "An MCP server asks for something that Lectern cannot show";
  }
}

/** What the question is about, in one line, paths from `cwd` on (outside text: neutralise before showing). */
export function subjectOf(ask: Ask, cwd: string): string {
  switch (ask.kind) {
    case "command":
      return ask.command;
    case "stdin":
      return ask.input;
    case "network":
      return `${ask.protocol}://${ask.host}`;
    case "fileChange":
      return (ask.changes ?? []).map((change) => pathFrom(cwd, change.path)).join(", ");
    case "permissions":
      return ask.grants.map(wordsOfGrant).join(", ");
    case "questions":
      return ask.questions.map(({ question }) => question).join(" ");
    case "mcpForm":
    case "mcpUnknown":
      return `${ask.server}: ${ask.message}`;
    case "mcpUrl":
      return `${ask.server}: ${ask.url}`;
    case "mcpTool":
      return `${ask.server}/${ask.tool}`;
  }
}

/** Whether the subject is something to run or to touch, and not a sentence. */
export function isSubjectCode(ask: Ask): boolean {
  return ask.kind !== "questions" && ask.kind !== "mcpForm" && ask.kind !== "mcpUnknown";
}

function pathFrom(cwd: string, path: string): string {
  const isInside = cwd !== "" && path.startsWith(cwd) && /^[\\/]/.test(path.slice(cwd.length));
  return isInside ? path.slice(cwd.length + 1) : path;
}

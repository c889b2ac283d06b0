// A first draft of a commit message from what was said in a thread: the subject from the name or the prompt, the body from
// Codex's last answer. Pure. A person reads it in the box of Source Control before anything is committed.

import { neutraliseToText } from "../shared/neutralise.ts";
import type { Entry, ThreadState, TurnState } from "../shared/threadState.ts";
import { typedText } from "../shared/messageActions.ts";

/** As wide as Git's own tools show a subject whole, and as wide as they wrap a body. */
const subjectChars = 72;
const bodyChars = 72;
const bodyLines = 12;

/** For one turn, or for the whole thread when none is named. "" when nothing was said. */
export function commitMessage(thread: ThreadState, turnId: string | null): string {
  const turns = thread.turns.filter((turn) => turnId === null || turn.turnId === turnId);
  const prompt = turns.map(promptOf).find((text) => text !== "") ?? "";
  const asked = turnId === null ? (thread.name ?? (thread.preview || prompt)) : prompt;
  const subject = subjectOf(asked);
  const body = bodyOf(turns.map(answerOf).findLast((text) => text !== "") ?? "");
  return [subject, body].filter((part) => part !== "").join("\n\n");
}

function promptOf({ entries }: TurnState): string {
  const message = itemsOf(entries).find(({ type }) => type === "userMessage");
  return message?.type === "userMessage" ? typedText(message) : "";
}

function answerOf({ entries }: TurnState): string {
  const message = itemsOf(entries).findLast(({ type }) => type === "agentMessage");
  return message?.type === "agentMessage" ? message.text : "";
}

function itemsOf(entries: readonly Entry[]): ItemOfEntry[] {
  return entries.flatMap((entry) => (entry.kind === "item" ? [entry.item] : []));
}
type ItemOfEntry = Extract<Entry, { kind: "item" }>["item"];

/** The first line that says something, without the full stop, cut at a word. */
function subjectOf(text: string): string {
  const line = neutraliseToText(text)
    .split("\n")
    .map((words) => words.replaceAll(/\s+/g, " ").trim())
    .find((words) => words !== "");
  if (line === undefined) return "";
  const begun = line.charAt(0).toUpperCase() + line.slice(1);
  const [first = ""] = wrap(begun, subjectChars);
  return first.replace(/[.:,;]+$/, "");
}

/** The first paragraphs, wrapped; without headings' marks and fences, which Git's tools show as they are. */
function bodyOf(markdown: string): string {
  const text = neutraliseToText(markdown)
    .replaceAll(/^```.*$/gm, "")
    .replaceAll(/^#{1,6} +/gm, "")
    .replaceAll(/\*\*([^*\n]+)\*\*/g, "$1");
  const lines = text
    .split("\n")
    .flatMap((line) => (line.trim() === "" ? [""] : wrap(line.trimEnd(), bodyChars)));
  const shown = lines.filter((line, at) => line !== "" || (lines[at - 1] ?? "") !== "");
  return shown.slice(0, bodyLines).join("\n").trim();
}

/** Lines of at most so many characters, broken at blanks; what a list item goes on with is indented. */
function wrap(line: string, chars: number): string[] {
  const indent = " ".repeat((/^\s*(?:[-*+]|\d+[.)]) +/.exec(line)?.[0] ?? "").length);
  const lines: string[] = [];
  let rest = line;
  while (rest.length > chars) {
    const at = rest.lastIndexOf(" ", chars);
    const end = at > indent.length ? at : chars;
    lines.push(rest.slice(0, end).trimEnd());
    rest = indent + rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

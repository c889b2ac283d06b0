// A thread's items as Markdown for people. What was said stays Markdown; what it would draw in from outside, and
// every character that hides, does not: no HTML and no picture lives in what this returns, commands and outputs
// stand in fences that nothing in them can close. It knows items, not where they go.

import { neutraliseToText } from "../shared/neutralise.ts";
import type { ItemOf, Thread, ThreadItem, UserInput } from "../shared/protocol.ts";
import { titleOf } from "./threadEntry.ts";

/** The words before the first turn. */
export function markdownHead(thread: Thread): string {
  const rows = [
    ["Thread", code(thread.id)],
    ["Folder", code(thread.cwd)],
    ["Begun", new Date(thread.createdAt * 1000).toISOString()],
    ["Model", thread.model === null ? "not known" : code(thread.model)],
  ];
  const list = rows.map(([name, value]) => `- ${name}: ${value}\n`).join("");
  return `# ${plain(titleOf(thread.name, thread.preview))}\n\n${list}`;
}

/** Between two turns. */
export function markdownTurn(isFirst: boolean): string {
  return isFirst ? "\n" : "\n---\n\n";
}

export function markdownItem(item: ThreadItem): string {
  switch (item.type) {
    case "userMessage":
      return section("You", item.content.map(input).join("\n\n"));
    case "agentMessage":
      return section("Codex", safeMarkdown(item.text));
    case "reasoning":
      return item.summary.length === 0 ? "" : section("Reasoning", safeMarkdown(item.summary.join("\n\n")));
    case "plan":
      return section("Plan", safeMarkdown(item.text));
    case "commandExecution":
      return section("Command", command(item));
    case "fileChange":
      return section("File change", changes(item));
    case "mcpToolCall":
      return section("Tool", `${code(`${item.server}: ${item.tool}`)} (${item.status})\n\n${json(item)}`);
    case "webSearch":
      return section("Web search", plain(item.query));
    default:
      return section(`Item ${code(item.type)}`, json(item));
  }
}

function input(part: UserInput): string {
  return part.type === "text" ? safeMarkdown(part.text) : `(${part.type})`;
}

function command(item: ItemOf<"commandExecution">): string {
  const ended = item.exitCode === null ? item.status : `${item.status}, exit code ${item.exitCode}`;
  const output = item.aggregatedOutput ?? "";
  return [fenced("sh", item.command), `In ${code(item.cwd)}: ${ended}.`, output && fenced("text", output)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function changes(item: ItemOf<"fileChange">): string {
  const files = item.changes.map(
    // Of a file that is added or deleted the server tells the text, not a diff (facts §3).
    ({ path, kind, diff }) =>
      `${code(path)} (${kind.type})\n\n${fenced(kind.type === "update" ? "diff" : "text", diff)}`,
  );
  return [`The change was ${item.status}.`, ...files].join("\n\n");
}

const longestJson = 4_000;

function json(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  const cut =
    text.length > longestJson ? `${text.slice(0, longestJson)}\n… (the JSON export has all of it)` : text;
  return fenced("json", cut);
}

function section(title: string, body: string): string {
  return `### ${title}\n\n${body}\n\n`;
}

/** A block that nothing in it can end. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const body = neutraliseToText(text.toWellFormed(), "code").replace(/\n$/, "");
  return `${fence}${language}\n${body}\n${fence}`;
}

/** One line as code, whatever it holds. */
function code(text: string): string {
  const one = oneLine(text);
  const longest = Math.max(0, ...Array.from(one.matchAll(/`+/g), ([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  return one.startsWith("`") || one.endsWith("`") ? `${ticks} ${one} ${ticks}` : `${ticks}${one}${ticks}`;
}

/** One line in which nothing is Markdown. */
export function plain(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_{}[\]()<>#+\-.!|~=&@:]/g, String.raw`\$&`);
}

function oneLine(text: string): string {
  return neutraliseToText(text.toWellFormed()).replaceAll(/\s+/g, " ").trim();
}

/** Markdown that stays what it is, without HTML and pictures. */
export function safeMarkdown(text: string): string {
  const lines: string[] = [];
  let block: { fence: string; info: string; body: string[] } | undefined;
  // Backticks that their line does not pair may be paired with later ones of the paragraph.
  let isOpen = false;
  const end = (): void => {
    // Written anew, with a fence that is longer than all in it: no reader can see another end than we did.
    if (block) lines.push(fenced(block.info.replaceAll("`", ""), block.body.join("\n")));
    block = undefined;
  };
  for (const line of neutraliseToText(text.toWellFormed()).split("\n")) {
    const [, indent = "", run = "", info = ""] = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (block) {
      const closes = run.length >= block.fence.length && run[0] === block.fence[0] && info.trim() === "";
      if (closes) end();
      else block.body.push(line);
    } else if (indent === "" && run !== "" && !(run.startsWith("`") && info.includes("`"))) {
      // Only at the very start of a line: a fence inside a list ends with the list, unseen by us.
      block = { fence: run, info, body: [] };
      isOpen = false;
    } else {
      if (line.trim() === "") isOpen = false;
      lines.push(safeLine(line, isOpen));
      isOpen ||= line.includes("`") && !hasPlainSpans(line);
    }
  }
  end();
  return lines.join("\n");
}

/**
 * Code spans are left alone where they surely are some: single backticks in pairs, in a line that has nothing else
 * which decides over them. Elsewhere HTML and pictures are escaped whatever stands around them.
 */
function safeLine(line: string, isOpen: boolean): string {
  const parts = isOpen || !hasPlainSpans(line) || line.includes("|") ? [line] : line.split("`");
  return parts
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "&lt;").replaceAll("![", "&#33;[") : part))
    .join("`");
}

function hasPlainSpans(line: string): boolean {
  return !line.includes("``") && !line.includes("\\") && line.split("`").length % 2 === 1;
}

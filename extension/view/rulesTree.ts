// What the view "Permission rules" shows, as plain data: its sections and rows, each with its words, place and what
// can be done with it. Knows no vscode and reads nothing.
// Always: outside text is escaped and bounded, and a row can be revoked only when it allows and was read whole.

import path from "node:path";
import type { FileRule, NetworkRule, PrefixRule, UnreadRule } from "../rules/savedRule.ts";
import { takesEffect, type Revocable, type SavedRulesRead } from "../rules/savedRules.ts";
import type { McpServer } from "../rules/mcpServers.ts";
import type { ToolApproval } from "../rules/toolApprovals.ts";
import { escapeLabel } from "./escapeLabel.ts";

/** Something that was allowed until the server ends; it cannot be taken back on the server. */
export interface SessionGrant {
  /** What may run, in words as on the card. */
  readonly words: string;
  readonly threadName: string;
}

export interface RuleRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Plain text of several lines. */
  readonly tooltip: string;
  /** For screen readers: the whole row in words. */
  readonly spoken: string;
  /** Name of a codicon. */
  readonly icon: string;
  readonly rule: Revocable | null;
  /** The MCP server that the row's tick makes always ask, or not; null: the row has no tick. */
  readonly server: McpServer | null;
  /** `line` from 1. */
  readonly place: { readonly file: string; readonly line: number } | null;
}

export interface RuleSection {
  readonly id: "commands" | "hosts" | "tools" | "servers" | "session";
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly icon: string;
  readonly rows: readonly RuleRow[];
}

/** The sections that have something to show. */
export function rulesTree(
  { rules, unreadFiles, tools, servers, toolsProblem }: SavedRulesRead,
  grants: readonly SessionGrant[],
): RuleSection[] {
  const readable = rules.filter((rule) => rule.kind !== "unread");
  const commands = readable.flatMap((rule) => (rule.kind === "prefix" ? [commandRow(rule)] : []));
  const hosts = readable.flatMap((rule) => (rule.kind === "network" ? [hostRow(rule)] : []));
  const unread = [
    ...rules.flatMap((rule) => (rule.kind === "unread" ? [unreadRow(rule)] : [])),
    ...unreadFiles.map(({ file, why }) => unreadFileRow(file, why)),
  ];
  const toolRows = [...tools.map(toolRow), ...(toolsProblem === null ? [] : [toolsProblemRow(toolsProblem)])];
  const sections: RuleSection[] = [
    section("commands", "Commands", "Commands that begin with these words", [...commands, ...unread]),
    section("hosts", "Hosts", "Network access of commands", hosts),
    section("tools", "MCP tools", "Tools that run without asking", toolRows),
    {
      ...section("servers", "MCP servers", "Ticked: every tool asks before it runs", servers.map(serverRow)),
      description: "always ask",
    },
    {
      ...section("session", "This session", "Allowed in a thread; cannot be revoked", grants.map(grantRow)),
      description: "end with the server",
    },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

/** What the question before revoking says below its fixed title: the rule, and when it ends. */
export function revokeDetail(rule: Revocable): string {
  const what = rule.kind === "tool" ? nameOfTool(rule) : shown(rule.source, 1_000);
  const when =
    takesEffect[rule.kind] === "newThreads"
      ? "New threads ask again. Threads that are open keep the rule until the app-server restarts."
      : "Codex asks again. Only a thread in which you allowed it keeps it until the app-server restarts.";
  return `${what}\n\n${when}`;
}

function section(
  id: RuleSection["id"],
  label: string,
  tooltip: string,
  rows: readonly RuleRow[],
): RuleSection {
  return { id, label, description: "", tooltip, icon: sectionIcons[id], rows };
}

const sectionIcons = {
  commands: "terminal",
  hosts: "globe",
  tools: "tools",
  servers: "server",
  session: "watch",
} as const;

const decisionWords = { allow: "", prompt: "asks", forbidden: "forbidden", deny: "denied" } as const;
const decisionIcons = {
  allow: "check",
  prompt: "question",
  forbidden: "circle-slash",
  deny: "circle-slash",
} as const;

function commandRow(rule: PrefixRule): RuleRow {
  const words = rule.words.map(wordText).join(" ");
  const said =
    rule.decision === "allow"
      ? "Allowed without asking"
      : rule.decision === "prompt"
        ? "Always asked"
        : "Forbidden";
  return fileRow(rule, {
    label: `${words} …`,
    said: `${said}: commands that begin with ${words}`,
    extra: rule.justification,
  });
}

function hostRow(rule: NetworkRule): RuleRow {
  const address = `${rule.protocol}://${rule.host}`;
  const said =
    rule.decision === "allow"
      ? "Allowed without asking"
      : rule.decision === "prompt"
        ? "Always asked"
        : "Denied";
  return fileRow(rule, { label: address, said: `${said}: ${address}`, extra: rule.justification });
}

function fileRow(
  rule: PrefixRule | NetworkRule,
  { label, said, extra }: { label: string; said: string; extra: string | null },
): RuleRow {
  const place = placeText(rule);
  const decision = decisionWords[rule.decision];
  return {
    id: idOf(rule),
    label: shown(label, 200),
    description: decision === "" ? place : `${decision} · ${place}`,
    tooltip: [
      shown(said, 500),
      ...(extra === null ? [] : [shown(extra, 500)]),
      shown(rule.source, 1_000),
      placeOf(rule),
    ].join("\n\n"),
    spoken: shown(`${said}, ${place}`, 500),
    icon: decisionIcons[rule.decision],
    // What asks or forbids is no permission: taking it out would allow more.
    rule: rule.decision === "allow" ? rule : null,
    server: null,
    place: { file: rule.file, line: rule.line },
  };
}

function unreadRow(rule: UnreadRule): RuleRow {
  return {
    id: idOf(rule),
    label: "Not understood",
    description: placeText(rule),
    tooltip: `Lectern cannot read this rule and leaves it as it is; Codex may act on it.\n\n${shown(rule.source, 1_000)}\n\n${placeOf(rule)}`,
    spoken: `A rule that Lectern cannot read, ${placeText(rule)}`,
    icon: "warning",
    rule: null,
    server: null,
    place: { file: rule.file, line: rule.line },
  };
}

function unreadFileRow(file: string, why: string): RuleRow {
  const name = escapeLabel(path.basename(file), "code");
  return {
    id: `file:${file}`,
    label: "File cannot be read",
    description: name,
    tooltip: `${shown(why, 500)}\n\n${shown(file, 500)}`,
    spoken: `A rules file that Lectern cannot read, ${name}`,
    icon: "warning",
    rule: null,
    server: null,
    place: { file, line: 1 },
  };
}

function toolRow(tool: ToolApproval): RuleRow {
  const source = tool.file === null ? "managed" : escapeLabel(path.basename(tool.file), "code");
  const where = tool.file === null ? "Set by a managed configuration" : shown(tool.file, 500);
  const whose = tool.isRevocable ? "" : "\n\nNot in your own config.toml: it cannot be revoked here.";
  return {
    id: `tool:${JSON.stringify([tool.serverName, tool.toolName])}`,
    label: nameOfTool(tool),
    description: tool.isRevocable ? source : `${source} · not yours`,
    tooltip: `Runs without asking: ${nameOfTool(tool)}\n\n${where}${whose}`,
    spoken: `Runs without asking: the tool ${shown(tool.toolName, 200)} of the MCP server ${shown(tool.serverName, 200)}, ${source}`,
    icon: "check",
    rule: tool.isRevocable ? tool : null,
    server: null,
    place: tool.file !== null && tool.file.endsWith(".toml") ? { file: tool.file, line: 1 } : null,
  };
}

/** What a tool says of itself decides, unless the person wants to be asked: then nothing runs by its own word. */
function serverRow(server: McpServer): RuleRow {
  const { serverName, asksAlways, approvedTools, file } = server;
  const name = shown(serverName, 100);
  const says = asksAlways
    ? "Every tool asks before it runs."
    : "Tools that call themselves read-only run without asking.";
  const except =
    approvedTools.length === 0
      ? ""
      : `\n\nAllowed for good, and not asked for: ${shown(approvedTools.join(", "), 500)}`;
  return {
    id: `server:${serverName}`,
    label: name,
    description: asksAlways ? "" : "read-only tools do not ask",
    tooltip: `${says}${except}\n\nThe tick is kept in ${shown(file, 500)} and counts for every Codex client.`,
    spoken: `MCP server ${shown(serverName, 200)}. ${says}`,
    icon: "server",
    rule: null,
    server,
    place: file === "" ? null : { file, line: 1 },
  };
}

function toolsProblemRow(problem: string): RuleRow {
  return {
    id: "tools-problem",
    label: "The app-server did not tell its tools",
    description: "",
    tooltip: shown(problem, 500),
    spoken: "The app-server did not tell its tools",
    icon: "warning",
    rule: null,
    server: null,
    place: null,
  };
}

function grantRow({ words, threadName }: SessionGrant, index: number): RuleRow {
  const thread = shown(threadName, 120);
  return {
    id: `session:${index}:${words}:${threadName}`,
    label: shown(words, 200),
    description: thread,
    tooltip: `Allowed in this thread until the app-server ends: ${shown(words, 1_000)}\n\n${thread}`,
    spoken: `Allowed until the app-server ends: ${shown(words, 300)}, in ${thread}`,
    icon: "check",
    rule: null,
    server: null,
    place: null,
  };
}

function nameOfTool({ serverName, toolName }: ToolApproval): string {
  return `${shown(serverName, 100)} › ${shown(toolName, 100)}`;
}

/** Words as one would type them; a word with blanks or marks in quotes, alternatives in brackets. */
function wordText(choices: readonly string[]): string {
  const [first = ""] = choices;
  return choices.length === 1 ? quoted(first) : `[${choices.map(quoted).join(" | ")}]`;
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : JSON.stringify(word);
}

function placeText({ file, line }: FileRule): string {
  return `${escapeLabel(path.basename(file), "code")}:${line}`;
}

function placeOf({ file, line, lastLine }: FileRule): string {
  return `${shown(file, 500)}, ${line === lastLine ? `line ${line}` : `lines ${line} to ${lastLine}`}`;
}

/** The same while the file stays the same above it; VS Code keeps selection and focus by it. */
function idOf({ file, source, start }: FileRule): string {
  return `rule:${file}:${start}:${source.slice(0, 200)}`;
}

function shown(text: string, max: number): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  return escapeLabel(cut, "code");
}

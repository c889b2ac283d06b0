// The journal as a document for people: Markdown to read, CSV for a table. Everything in a record may be outside
// text, so all of it is neutralised and escaped. Knows no file.
// Always: nothing in the document is a link, a picture, HTML or a formula, and each record is told exactly once.

import { neutraliseToText } from "../shared/neutralise.ts";
import type { JournalRecord } from "./records.ts";

export function exportMarkdown(records: readonly JournalRecord[]): string {
  const parts = ["# Record of approvals"];
  if (records.length === 0) parts.push("Nothing was recorded.");
  let threadId: string | undefined;
  for (const record of records) {
    if (record.threadId !== threadId) {
      ({ threadId } = record);
      parts.push(threadId === "" ? "## All threads" : `## Thread ${inlineText(threadId)}`);
    }
    const { event, what, details } = rowOf(record);
    parts.push(
      `**${timeOf(record.atMs)}** ${inlineText(event)}${what === "" ? "" : `: ${inlineText(what)}`}`,
    );
    if (details !== "") parts.push(fenced(details));
  }
  return `${parts.join("\n\n")}\n`;
}

const columns = ["Time", "Thread", "Number", "Event", "What", "Details", "Request"];

/** After RFC 4180: lines end in CRLF, every cell is quoted, no cell has a line break. */
export function exportCsv(records: readonly JournalRecord[]): string {
  const rows = records.map((record) => {
    const { event, what, details } = rowOf(record);
    const key = "key" in record ? record.key : "";
    const number = `${record.writer}.${record.seq}`;
    return [timeOf(record.atMs), record.threadId, number, event, what, details, key];
  });
  return [columns, ...rows].map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

interface Row {
  /** In our words. */
  readonly event: string;
  readonly what: string;
  /** May have several lines. */
  readonly details: string;
}

function rowOf(record: JournalRecord): Row {
  switch (record.type) {
    case "approvalShown": {
      const choices = listOf(record.choices).map((choice) => textOf(fieldOf(choice, "label")));
      const details = `${linesOf(record.shown)}\nchoices: ${choices.join(" | ")}`;
      return { event: "Asked", what: textOf(record.question), details };
    }
    case "approvalAnswered":
      return {
        event: record.by === "person" ? "Answered by a person" : "Answered",
        what: textOf(record.choice),
        details: textOf(record.told),
      };
    case "approvalVoid":
      return {
        event: "No longer open",
        what: voidWords[record.because] ?? textOf(record.because),
        details: "",
      };
    case "ranUnasked":
      return { event: "Ran without asking", what: textOf(record.rule), details: textOf(record.itemId) };
    case "sensitiveChanged":
      return { event: "Sensitive file changed", what: textOf(record.path), details: textOf(record.turnId) };
    case "requestRefused":
      return { event: "Refused without asking", what: textOf(record.what), details: "" };
    case "recordsMissing":
      return { event: "Records missing", what: textOf(record.count), details: "" };
  }
}

const voidWords: Readonly<Record<string, string>> = {
  resolved: "settled by the server",
  serverGone: "the app-server ended",
  answerLost: "the app-server ended before it settled the answer",
};

/** A value as lines `name: value`. The file may be damaged or forged: any value is fine. */
function linesOf(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return `${indent}${textOf(value)}`;
  const fields = Object.entries(value).filter(([, field]) => field !== null && !isEmptyList(field));
  return fields
    .map(([name, field]) => {
      const shown = Array.isArray(value) ? "-" : `${name}:`;
      if (typeof field === "object") return `${indent}${shown}\n${linesOf(field, `${indent}  `)}`;
      return `${indent}${shown} ${textOf(field).replaceAll("\n", `\n${indent}  `)}`;
    })
    .join("\n");
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : (JSON.stringify(value) ?? "");
}

/** A moment that no calendar has is told as it is. */
function timeOf(atMs: number): string {
  return Math.abs(atMs) <= 8.64e15 ? new Date(atMs).toISOString() : String(atMs);
}

/** Text within a line of Markdown: every mark that could mean something is escaped. */
function inlineText(text: string): string {
  const line = neutraliseToText(text)
    .replaceAll(/\s*\n\s*/g, " ⏎ ")
    .replaceAll("\t", " ");
  return line.replaceAll(/[!-/:-@[-`{-~]/g, (mark) => `\\${mark}`);
}

/** A block of code whose fence is longer than any run of backticks in it. */
function fenced(text: string): string {
  const body = neutraliseToText(text, "code");
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${body}\n${fence}`;
}

/** Quoted; what a table program would take for a formula gets an apostrophe before it, wide forms of the signs too. */
function csvCell(text: string): string {
  const line = neutraliseToText(text, "code").replaceAll("\n", " ⏎ ");
  const safe = /^\s*[=+\-@\t\r|%＝＋－＠]/.test(line) || /^[\t\r]/.test(line) ? `'${line}` : line;
  return `"${safe.replaceAll('"', '""')}"`;
}

// What an entry says, as plain texts: for the search, and for copying. Pure; outside text as it came.

import { reviewedOf } from "../../extension/shared/guardWords.ts";
import type { ThreadItem, TurnError } from "../../extension/shared/protocol.ts";
import type { Entry, Note } from "../../extension/shared/threadState.ts";
import { errorCause, errorWords } from "./errorWords.ts";
import type { TranscriptRow } from "./rows.ts";

/** The texts of an entry in the order in which they are shown, the empty ones left out. */
export function entryTexts(entry: Entry): readonly string[] {
  const texts = entry.kind === "item" ? itemTexts(entry.item) : noteTexts(entry.note);
  return texts.filter((text) => text !== "");
}

/** What a failed turn says, as it is shown. */
export function errorTexts(error: TurnError): readonly string[] {
  const { title, nextStep } = errorWords(error);
  return [title, errorCause(error), nextStep];
}

/** What copying a row gives: "" when there is nothing in words. */
export function rowText(row: TranscriptRow): string {
  switch (row.kind) {
    case "entry":
      return entryText(row.entry);
    case "folded":
      return row.entries.map(entryText).join("\n\n");
    case "plan":
      return row.steps
        .map(({ step, status }) => `${status === "completed" ? "[x]" : "[ ]"} ${step}`)
        .join("\n");
    case "failed":
      return row.error.message;
    case "sensitive":
      return row.paths.join("\n");
    case "retrying":
    case "working":
      return row.words;
    case "outgoing":
      return row.message.input.map((part) => (part.type === "text" ? part.text : "")).join("\n");
    case "queued":
    case "interrupted":
    case "changes":
    case "took":
    case "older":
      return "";
  }
}

function entryText(entry: Entry): string {
  return entryTexts(entry).join("\n");
}

function itemTexts(item: ThreadItem): readonly string[] {
  switch (item.type) {
    case "userMessage":
      return item.content.map((part) => (part.type === "text" ? part.text : ""));
    case "agentMessage":
      return [item.text, ...(item.questions ?? []).map((question) => question.title)];
    case "reasoning":
      return item.summary.some((part) => part !== "") ? item.summary : item.content;
    case "commandExecution":
      return [item.command, item.aggregatedOutput ?? ""];
    case "fileChange":
      return item.changes.flatMap(({ path, diff }) => [path, diff]);
    case "mcpToolCall":
      return [
        `${item.server} · ${item.tool}`,
        jsonText(item.arguments),
        item.error?.message ?? jsonText(item.result?.content),
      ];
    case "dynamicToolCall":
      return [item.tool, jsonText(item.arguments), jsonText(item.contentItems)];
    case "webSearch":
      return [item.query];
    case "plan":
      return [item.text];
    case "imageView":
      return [item.path];
    case "enteredReviewMode":
    case "exitedReviewMode":
      return [item.review];
    case "hookPrompt":
      return item.fragments.map(({ text }) => text);
    default:
      return [];
  }
}

function jsonText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function noteTexts(note: Note): readonly string[] {
  switch (note.type) {
    case "decision":
      return [note.asked, note.subject, note.told, note.agent ?? ""];
    case "approvalVoid":
      return [note.asked, note.subject, note.agent ?? ""];
    case "rerouted":
      return [note.from, note.to];
    case "warning":
      return [note.text];
    case "hook":
      return [note.statusMessage ?? "", ...note.entries.map(({ text }) => text), note.sourcePath];
    case "review":
      return [reviewedOf(note.action).subject, note.rationale ?? ""];
    case "goal":
      return [note.objective];
    case "authRecovery":
      return [note.message];
    case "verification":
      return note.kinds;
    case "buffering":
      return note.reasons;
    case "strictReview":
    case "serverGone":
    case "forgotten":
      return [];
  }
}

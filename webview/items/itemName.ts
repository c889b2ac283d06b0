// The accessible name of an item: its kind in words, then its subject and state. Tests and screen readers go by
// it; the kinds are a contract. Outside text is neutralised and cut.

import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ThreadItem, UserInput } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { countOf, oneLine, pathWithin } from "../ui/words.ts";
import { commandState, shortCommand, type CommandState } from "./commandWords.ts";
import { fileChangeState } from "./fileChangeWords.ts";
import { typeWords } from "./PlainItems.tsx";
import { reasoningText, thoughtWords } from "./ReasoningItem.tsx";
import { toolName } from "./ToolItem.tsx";

/** For example `Command: pnpm test, failed with exit code 1`. `isAsked`: an open approval is about it. */
export function itemName(entry: ItemEntry, cwd: string, isAsked: boolean): string {
  const [kind, rest] = kindAndRest(entry, entry.item, cwd, isAsked);
  const cut = entry.phase === "cutOff" ? ", cut off" : "";
  return rest === "" ? `${kind}${cut}` : `${kind}: ${neutraliseToText(oneLine(rest, 300))}${cut}`;
}

type Words = readonly [kind: string, rest: string];

function kindAndRest(entry: ItemEntry, item: ThreadItem, cwd: string, isAsked: boolean): Words {
  switch (item.type) {
    case "userMessage":
      return ["You", inputText(item.content)];
    case "agentMessage":
      return ["Codex", item.text];
    case "reasoning":
      return ["Reasoning", `${thoughtWords(entry)}. ${reasoningText(item)}`];
    case "commandExecution": {
      const state = commandState(item, entry.phase, isAsked);
      return [
        "Command",
        `${oneLine(shortCommand(item.command))}, ${commandStateWords(state, item.exitCode)}`,
      ];
    }
    case "fileChange": {
      const paths = item.changes.map((change) => pathWithin(cwd, change.path)).join(", ");
      const state = fileChangeState(item.status, entry.phase, isAsked);
      return ["File change", `${paths === "" ? "no files yet" : paths}, ${fileStateWords[state]}`];
    }
    case "mcpToolCall":
    case "dynamicToolCall":
      return ["Tool", `${toolName(item)}, ${entry.phase === "running" ? "running" : item.status}`];
    case "webSearch":
      return ["Web search", item.query];
    case "plan":
      return ["Plan", item.text];
    case "imageView":
      return ["Picture", pathWithin(cwd, item.path)];
    case "contextCompaction":
      return ["Summary", "earlier messages were summarised"];
    case "enteredReviewMode":
    case "exitedReviewMode":
      return ["Review", item.review];
    case "hookPrompt":
      return ["Hook", item.fragments.map((fragment) => fragment.text).join(" ")];
    default:
      return [typeWords(item.type), ""];
  }
}

const fileStateWords = {
  running: "being written",
  waiting: "waiting for you",
  applied: "written",
  failed: "could not be written",
  declined: "denied",
  cutOff: "not known whether written",
} as const;

function commandStateWords(state: CommandState, exitCode: number | null): string {
  switch (state) {
    case "running":
      return "running";
    case "waiting":
      return "waiting for you";
    case "succeeded":
      return "succeeded";
    case "failed":
      return exitCode === null ? "failed" : `failed with exit code ${exitCode}`;
    case "declined":
      return "denied";
    case "cutOff":
      return "not finished";
  }
}

/** The words of a prompt, its other parts counted. */
export function inputText(input: readonly UserInput[]): string {
  const texts = input.filter((part) => part.type === "text").map((part) => part.text);
  const others = input.length - texts.length;
  return texts.join(" ") + (others > 0 ? ` with ${countOf(others, "attachment")}` : "");
}

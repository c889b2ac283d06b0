// The accessible name of an item: its kind in words, then its subject and state. Tests and screen readers go by
// it; the kinds are a contract. Outside text is neutralised and cut.

import { neutraliseToText } from "../../extension/shared/neutralise.ts";
import type { ItemOf, ItemType, UserInput } from "../../extension/shared/protocol.ts";
import type { ItemEntry } from "../../extension/shared/threadState.ts";
import { countOf, oneLine, pathWithin } from "../ui/words.ts";
import { activityWords, agentCallWords } from "./agentWords.ts";
import { commandState, shortCommand, type Command, type CommandState } from "./commandWords.ts";
import { fileChangeState } from "./fileChangeWords.ts";
import { functionName } from "./FunctionOutputItem.tsx";
import { generationWords } from "./PictureItems.tsx";
import { sleepWords, typeWords } from "./PlainItems.tsx";
import { reasoningText, thoughtWords } from "./ReasoningItem.tsx";
import { toolName } from "./toolName.ts";
import { webSearchWords } from "./webSearchWords.ts";

/** For example `Command: pnpm test, failed with exit code 1`. `isAsked`: an open approval is about it. */
export function itemName(entry: ItemEntry, cwd: string, isAsked: boolean): string {
  const { type } = entry.item;
  const words = Object.hasOwn(names, type) ? (names[type] as Name<ItemType>) : undefined;
  const [kind, rest] = words?.(entry.item, { entry, cwd, isAsked }) ?? [typeWords(type), ""];
  const cut = entry.phase === "cutOff" ? ", cut off" : "";
  return rest === "" ? `${kind}${cut}` : `${kind}: ${neutraliseToText(oneLine(rest, 300))}${cut}`;
}

interface Round {
  readonly entry: ItemEntry;
  readonly cwd: string;
  readonly isAsked: boolean;
}
type Name<T extends ItemType> = (item: ItemOf<T>, round: Round) => readonly [kind: string, rest: string];

const names: { readonly [T in ItemType]: Name<T> } = {
  userMessage: (item) => ["You", inputText(item.content)],
  agentMessage: (item) => ["Codex", item.text],
  plan: (item) => ["Plan", item.text],
  reasoning: (item, { entry }) => ["Reasoning", `${thoughtWords(entry)}. ${reasoningText(item)}`],
  commandExecution: (item, { entry, isAsked }) => [
    "Command",
    `${oneLine(shortCommand(item.command))}, ${commandWords(item, entry, isAsked)}`,
  ],
  fileChange: (item, { entry, cwd, isAsked }) => {
    const paths = item.changes.map((change) => pathWithin(cwd, change.path)).join(", ");
    const state = fileChangeState(item.status, entry.phase, isAsked);
    return ["File change", `${paths === "" ? "no files yet" : paths}, ${fileStateWords[state]}`];
  },
  mcpToolCall: (item, { entry }) => ["Tool", `${toolName(item)}, ${statusWords(item.status, entry)}`],
  dynamicToolCall: (item, { entry }) => ["Tool", `${toolName(item)}, ${statusWords(item.status, entry)}`],
  functionCallOutput: (item) => ["Tool", `answer of ${functionName(item)}`],
  collabAgentToolCall: (item, { entry }) => [
    "Agents",
    `${agentCallWords(item, entry.phase)}, ${statusWords(item.status, entry)}`,
  ],
  subAgentActivity: (item) => ["Agents", `${item.agentPath} ${activityWords[item.kind] ?? item.kind}`],
  webSearch: (item, { entry }) => {
    const { verb, subject } = webSearchWords(item, entry.phase === "running");
    return ["Web search", `${verb} ${subject}`];
  },
  imageView: (item, { cwd }) => ["Picture", pathWithin(cwd, item.path)],
  imageGeneration: (item, { entry }) => [
    "Picture",
    `${generationWords(entry, item)} ${item.revisedPrompt ?? ""}`,
  ],
  enteredReviewMode: (item) => ["Review", `started ${item.review}`],
  exitedReviewMode: (item) => ["Review", item.review === "" ? "finished" : item.review],
  contextCompaction: (_item, { entry }) => [
    "Summary",
    entry.phase === "running" ? "being written" : "earlier messages were summarised",
  ],
  hookPrompt: (item) => ["Hook", item.fragments.map((fragment) => fragment.text).join(" ")],
  sleep: (item, { entry }) => ["Wait", sleepWords(item, entry.phase === "running")],
};

function statusWords(status: string, entry: ItemEntry): string {
  return entry.phase === "running" ? "running" : status;
}

const fileStateWords = {
  running: "being written",
  waiting: "waiting for you",
  applied: "written",
  failed: "could not be written",
  declined: "denied",
  cutOff: "not known whether written",
} as const;

const commandStateWords: Record<CommandState, string> = {
  running: "running",
  waiting: "waiting for you",
  succeeded: "succeeded",
  failed: "failed",
  declined: "denied",
  cutOff: "not finished",
};

function commandWords(item: Command, entry: ItemEntry, isAsked: boolean): string {
  const state = commandState(item, entry.phase, isAsked);
  const code = state === "failed" && item.exitCode !== null ? ` with exit code ${item.exitCode}` : "";
  return `${commandStateWords[state]}${code}`;
}

/** The words of a prompt, its other parts counted. */
export function inputText(input: readonly UserInput[]): string {
  const texts = input.filter((part) => part.type === "text").map((part) => part.text);
  const others = input.length - texts.length;
  return texts.join(" ") + (others > 0 ? ` with ${countOf(others, "attachment")}` : "");
}
